import { nameList } from './name-list.ts'

export const western = nameList({
  female: `Jessica Sarah Charlotte Emily Hannah Lea Marie Camille Élodie Manon Léa Amélie Giulia Chiara
    Francesca Martina Sabrina Nadine Katrin Anja Jasmin Vanessa Nicole Stacey Gemma Kirsty Aurélie
    Céline Elke Katrien`,
  male: `Thomas James Michael Christian Andreas Lukas Jonas Alexandre Nicolas Julien François Marco Luca
    Matteo Alessandro Giuseppe Oliver Jack Callum Ryan Tobias Jürgen Kévin Dimitri Steven Ruud`,
  families: `Müller, Schmidt, Schneider, Fischer, Weber, Wagner, Becker, Hoffmann, Schäfer, Köhler, Krüger,
    Smith, Jones, Taylor, Brown, Wilson, Evans, Walker, Wright, Thompson, Martin, Bernard, Dubois,
    Durand, Lefèvre, Moreau, Girard, Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Ricci, Conti,
    Claes, Wouters, Maes, Mertens, de Smet, de Clercq, di Stefano`,
  secondGiven: 0.35,
})
