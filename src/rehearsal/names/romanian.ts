import { nameList } from './name-list.ts'

export const romanian = nameList({
  female: `Maria Elena Ana Ioana Andreea Mihaela Alexandra Cristina Daniela Alina Gabriela Simona Raluca
    Roxana Florentina Mădălina Nicoleta Loredana Bianca Denisa Georgiana Ramona Larisa Claudia Monica
    Oana Diana Laura Camelia Corina Adina Ionela Mirela Petronela Ștefania Vasilica Lavinia Teodora`,
  male: `Andrei Alexandru Ionuț Mihai Gheorghe Ion Vasile Constantin Florin Daniel Marian Cristian Adrian
    Gabriel Marius Bogdan Răzvan Cătălin Nicolae Dumitru Ștefan Costel Sorin Viorel Lucian Ovidiu
    Dragoș George Valentin Cosmin Claudiu Petru Iulian Silviu`,
  families: `Popa, Popescu, Ionescu, Radu, Dumitru, Stan, Stoica, Gheorghe, Matei, Rusu, Munteanu,
    Constantin, Marin, Dinu, Lazăr, Șerban, Ciobanu, Moldovan, Tudor, Cristea, Neagu, Florea, Dobre,
    Ene, Barbu, Stanciu, Nistor, Diaconu, Preda, Iancu, Costea, Manole, Rotaru, Ungureanu, Toma,
    Sandu, Voicu, Badea, Dragomir, Oprea, Pavel, Coman, Grigore, Albu, Bălan, Nicolae, Mocanu,
    Cojocaru, Vasile, Muntean, Bucur, Roman, Lungu, Zamfir, Olteanu, Ardelean, Chiriac, Țăran`,
  secondGiven: 0.4,
})
