import { nameList } from './name-list.ts'

export const filipino = nameList({
  female: `Maria Marites Jennifer Rowena Analyn Jocelyn Rosalie Maricel Cherry Grace Lovely Princess Angel
    Kristine Rochelle Evangeline Lorna Teresita Marilou Jenny Roselyn Mary_Ann Mary_Grace Rosemarie`,
  male: `Jose Juan Antonio Ramon Eduardo Ricardo Rodel Jomar Reynaldo Rolando Jerome Mark_Anthony John_Paul
    Christian Joel Roberto Fernando Ernesto Danilo Romeo Arnel Noel Rommel Dennis Edwin Marlon Alvin
    Michael Jeffrey Ariel Gilbert Nestor Rogelio Wilfredo Arturo Leonardo Efren Domingo Alfredo`,
  families: `Santos, Reyes, Cruz, Bautista, Ocampo, Garcia, Mendoza, Torres, Tomas, Andrada, Castillo,
    Flores, Villanueva, Ramos, Castro, Rivera, Aquino, Navarro, Salazar, Mercado, dela Cruz,
    de la Rosa, de Leon, del Rosario, Dizon, Pascual, Manalo, Magsaysay, Dimaculangan, Panganiban,
    Macaraeg, Batungbakal, Catacutan, Lacson, Tolentino, Valdez, Soriano, Pangilinan, Abad, Galang,
    Sarmiento, Magno, Lumbao, Evangelista, Cabrera, Agbayani, Delos Reyes, Quizon, Sison, Ybañez`,
  secondGiven: 0.5,
})
