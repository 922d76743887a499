import { nameList } from './name-list.ts'

export const balkan = nameList({
  female: `Arta Blerta Drita Elira Fatjona Ermira Mimoza Valbona Anisa Besa Jelena Milica Jovana Dragana
    Snežana Ivana Marija Ana Katarina Sanja Tanja Vesna Lejla Amra Selma Ajla Mirjana Lidija`,
  male: `Arben Besnik Dritan Erion Fatos Gentian Ilir Klodian Luan Altin Nikola Marko Miloš Stefan Dragan
    Zoran Goran Ivan Luka Petar Dejan Željko Emir Adnan Mirza Elvis Bojan Vladimir`,
  families: `Hoxha, Shehu, Dervishi, Çela, Gjoni, Krasniqi, Berisha, Gashi, Morina, Kola, Leka, Prifti,
    Marku, Hysa, Bajrami, Jovanović, Petrović, Nikolić, Marković, Đorđević, Stojanović, Ilić,
    Stanković, Pavlović, Milošević, Horvat, Kovačević, Babić, Marić, Jurić, Hodžić, Delić, Begić,
    Demirović, Ramadani, Osmani, Selimi, Radić, Tomić, Knežević`,
  secondGiven: 0.05,
})
