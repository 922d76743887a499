import { nameList } from './name-list.ts'

export const moroccan = nameList({
  female: `Fatima Khadija Aïcha Naïma Samira Hanane Latifa Nadia Karima Saïda Ilham Loubna Ikram Hajar
    Oumaima Chaimae Salma Meryem Yasmina Soukaina Dounia Souad Zineb Najat Rachida Siham Ouafae Houda
    Sanae Farah`,
  male: `Mohammed Ahmed Youssef Hassan Rachid Said Mustapha Abdelkader Khalid Omar Brahim Hamid Karim
    Bilal Ayoub Soufiane Yassine Ilias Nordin Redouan Jamal Aziz Driss Fouad Hicham Zakaria Anouar
    Mounir`,
  families: `El Amrani, El Idrissi, Benali, Bouzid, El Khattabi, El Mansouri, Chaoui, Alaoui, Tahiri,
    Bennani, Ouali, Amghar, Aarab, Azzouzi, El Yousfi, Bouali, Haddou, Lahlou, Mokhtari, Ziani,
    Belkacem, Cherkaoui, El Fassi, El Ghazi, Kaddouri, Laaroussi, Mimouni, Ouazzani, Rahmouni, Saidi,
    Taheri, Zerouali, Boukhari, El Hamdaoui, El Morabet, Ait Said, Ben Moussa, Boutaher, Essaidi,
    El Bouazzaoui`,
  secondGiven: 0.05,
})
