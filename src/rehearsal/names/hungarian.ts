import { nameList } from './name-list.ts'

export const hungarian = nameList({
  female: `Mária Erzsébet Katalin Ilona Éva Anna Zsuzsanna Margit Judit Ágnes Julianna Andrea Ildikó
    Erika Krisztina Mónika Edit Gabriella Szilvia Anita Klaudia Nikolett Vivien Dóra Petra Boglárka
    Réka Fanni Bernadett Renáta Viktória Orsolya Melinda Tímea Brigitta Zsófia`,
  male: `László István József János Zoltán Sándor Gábor Ferenc Attila Péter Tamás Zsolt Tibor András
    Csaba Imre Lajos György Balázs Gergő Dávid Ádám Máté Bence Krisztián Róbert Norbert Roland
    Szabolcs Viktor Márk Levente`,
  families: `Nagy, Kovács, Tóth, Szabó, Horváth, Varga, Kiss, Molnár, Németh, Farkas, Balogh, Papp,
    Takács, Juhász, Lakatos, Mészáros, Oláh, Simon, Rácz, Fekete, Szilágyi, Török, Fehér, Gál, Balázs,
    Kis, Szűcs, Kocsis, Orsós, Pintér, Fodor, Szalai, Sipos, Magyar, Lukács, Gulyás, Biró, Király,
    László, Katona, Jakab, Bogdán, Balog, Sándor, Boros, Váradi, Fazekas, Kelemen, Antal, Somogyi,
    Fülöp, Orosz, Vincze, Veres, Hegedűs, Kolompár, Csonka, Bíró`,
  secondGiven: 0.2,
})
