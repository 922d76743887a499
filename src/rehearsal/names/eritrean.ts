import { nameList } from './name-list.ts'

export const eritrean = nameList({
  female: `Selam Feven Semhar Rahel Winta Helen Luwam Yordanos Merhawit Bisrat Saba Tsega Mihret Eden
    Natsnet Lidya Freweini Senait Hiwet Letebrhan Bethlehem Tigist Meseret Almaz Amina Hodan Ifrah
    Fartun Sahra Nasra Ayaan Khadra Zahra Asha`,
  male: `Filmon Robel Yonas Samuel Merhawi Tesfay Kidane Habtom Mehari Aman Daniel Isaias Biniam Henok
    Amanuel Yohannes Dawit Abel Solomon Tekle Abdi Mohamed Hassan Ahmed Abdullahi Omar Yusuf Mahad
    Bashir Ismail`,
  families: `Tesfamariam, Gebremedhin, Haile, Weldemichael, Ghebreselassie, Kidane, Berhane, Abraha,
    Tekle, Mehari, Okbay, Zerai, Habtemariam, Tsegay, Araya, Negash, Kahsay, Woldu, Asefaw, Ghirmay,
    Fessehaye, Teklehaimanot, Bekele, Tadesse, Alemu, Desta, Mengistu, Kebede, Hassan, Mohamed, Ali,
    Abdi, Warsame, Farah, Jama, Osman, Nuur, Hussein, Aden, Sheikh, Adam, Idris, Eltayeb, Abdelrahman`,
  secondGiven: 0.25,
})
