import { nameList } from './name-list.ts'

export const westAfrican = nameList({
  female: `Fatoumata Mariama Aissatou Kadiatou Aminata Hawa Fanta Oumou Djenabou Binta Mariam Safiatou
    Ramatoulaye Fatmata Isatu Adama Kadija Haja Memunatu Zainab Jeneba Finda Sia Mabinty Akosua Abena
    Adwoa Efua Ama Afia Awa Ndeye Rokia Assetou Makalé Salématou Hadja Yaye M'Mah Tenneh Musu`,
  male: `Mamadou Alpha Ibrahima Ousmane Abdoulaye Amadou Sékou Mohamed Souleymane Thierno Boubacar
    Lansana Fodé Moussa Aboubacar Abu Foday Alhaji Sorie Santigie Kwame Kofi Kwabena Yaw Kojo Lamin
    Ebrima Modou Cheikh Issa Bakary Seydou Elhadj`,
  families: `Diallo, Bah, Barry, Sow, Camara, Condé, Keïta, Touré, Sylla, Soumah, Bangoura, Kourouma,
    Traoré, Cissé, Diaby, Baldé, Kouyaté, Fofana, Kamara, Sesay, Koroma, Conteh, Bangura, Turay,
    Mansaray, Kargbo, Jalloh, Kanu, Sankoh, Dumbuya, Thoronka, Mensah, Owusu, Boateng, Asante, Osei,
    Appiah, Agyeman, Ceesay, Jallow, Sanneh, Touray, Diop, Ndiaye, Fall, Gueye, Coulibaly, Ouattara,
    Kone, Doumbia, Johnson, Cole, Williams, Davies`,
  secondGiven: 0.15,
})
