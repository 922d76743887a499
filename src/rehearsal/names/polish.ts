import { nameList } from './name-list.ts'

export const polish = nameList({
  female: `Anna Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Magdalena Joanna Aleksandra Monika
    Zofia Natalia Karolina Justyna Beata Dorota Iwona Jolanta Halina Marta Paulina Sylwia Weronika
    Kinga Wiktoria Zuzanna Emilia Edyta Bożena Renata Urszula Grażyna Dominika Patrycja Kamila`,
  male: `Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Jakub Adam Stanisław Marek Łukasz
    Grzegorz Mateusz Wojciech Mariusz Dariusz Zbigniew Jerzy Maciej Rafał Robert Kamil Dawid Szymon
    Kacper Bartosz Jarosław Janusz Sławomir Artur Sebastian Damian Przemysław Daniel`,
  families: `Nowak, Kowalski/Kowalska, Wiśniewski/Wiśniewska, Wójcik, Kowalczyk, Kamiński/Kamińska,
    Lewandowski/Lewandowska, Zieliński/Zielińska, Szymański/Szymańska, Woźniak, Dąbrowski/Dąbrowska,
    Kozłowski/Kozłowska, Jankowski/Jankowska, Mazur, Kwiatkowski/Kwiatkowska, Krawczyk, Kaczmarek,
    Piotrowski/Piotrowska, Grabowski/Grabowska, Zając, Pawłowski/Pawłowska, Michalski/Michalska, Król,
    Wieczorek, Jabłoński/Jabłońska, Wróbel, Nowakowski/Nowakowska, Majewski/Majewska, Olszewski/Olszewska,
    Stępień, Malinowski/Malinowska, Jaworski/Jaworska, Adamczyk, Dudek, Nowicki/Nowicka, Pawlak,
    Górski/Górska, Witkowski/Witkowska, Walczak, Sikora, Baran, Rutkowski/Rutkowska, Michalak,
    Szewczyk, Ostrowski/Ostrowska, Tomaszewski/Tomaszewska, Pietrzak, Zalewski/Zalewska,
    Wróblewski/Wróblewska, Marciniak, Jasiński/Jasińska, Zawadzki/Zawadzka, Bąk, Chmielewski/Chmielewska`,
  secondGiven: 0.3,
})
