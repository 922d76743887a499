import { nameList } from './name-list.ts'

export const dutch = nameList({
  female: `Anna Maria Johanna Sanne Lisa Lotte Emma Sophie Julia Eva Femke Iris Anouk Kim Laura Naomi
    Michelle Melissa Demi Chantal Priscilla Esmée Zoë Chloë Renée Daniëlle Marit Fleur Maaike Ilse
    Wendy Kelly Samantha Romy Tessa Noa Britt Amber Lieke Merel Jasmijn Rianne Nienke Yvonne Manon
    Denise Sharon Bianca Ashley Joyce Vera Elin Maud Puck Sylvia Mirjam Hanneke Judith Marleen Dewi`,
  male: `Jan Pieter Johannes Daan Sem Lucas Thijs Bram Jeroen Kevin Dennis Mark Rick Stefan Tim Niels
    Ruben Lars Joost Maarten Sander Wouter Koen Martijn Patrick Robin Mike Jordy Bas Luuk Teun Gijs
    Hugo Matthijs Menno Arjan Remco Ronald Willem Hendrik Jelle Sjoerd Frank Erik Michaël Noël`,
  families: `de Jong, Jansen, de Vries, van den Berg, van Dijk, Bakker, Janssen, Visser, Smit, Meijer,
    de Boer, Mulder, de Groot, Bos, Vos, Peters, Hendriks, van Leeuwen, Dekker, Brouwer, de Wit,
    Dijkstra, Smits, de Graaf, van der Meer, van der Linden, Kok, Jacobs, de Haan, Vermeulen,
    van den Heuvel, van der Veen, van den Broek, de Bruijn, de Bruin, van der Heijden, Schouten,
    van Beek, Willems, van Vliet, van de Ven, Hoekstra, Maas, Verhoeven, Koster, van Dam,
    van der Wal, Prins, Blom, Huisman, Peeters, de Jonge, Kuipers, van Veen, Kuiper, Post, Veenstra,
    Kramer, van den Brink, Scholten, van Wijk, Postma, Martens, Vink, de Ruiter, Timmermans, Groen,
    Gerritsen, Jonker, van Loon, Boer, van der Velde, Willemsen, Smeets, de Lange, de Vos, Bosch,
    van Dongen, Schipper, de Koning, van der Laan, Koning, Driessen, van Doorn, Hermans, Evers,
    van den Bosch, van der Meulen, Hofman, Bosman, Wolters, Sanders, van der Horst, Mol, Kuijpers,
    Molenaar, van de Pol, Kooijman, Wijnen, Ruijter, IJsselstein, op den Kamp, ter Horst, van 't Hof`,
  secondGiven: 0.45,
})
