import { nameList } from './name-list.ts'

export const indonesian = nameList({
  female: `Siti Dewi Sri Ratna Wati Ningsih Fitri Ayu Putri Indah Yuliana Rina Nurhayati Endang Lestari
    Kartini Suchada Malee Ploy Siriporn Nittaya Kanya Somsri Wanida`,
  male: `Budi Agus Slamet Joko Hendra Eko Dedi Bambang Rudi Wahyu Yanto Iwan Ahmad Rizki Dwi Heru Somchai
    Anan Prasert Surasak Wichai Niran Kittisak Arif`,
  families: `Santoso, Wijaya, Susanto, Hidayat, Setiawan, Saputra, Kurniawan, Nugroho, Siregar, Nasution,
    Situmorang, Simanjuntak, Sihombing, Lubis, Suryadi, Hartono, Gunawan, Pratama, Rahayu, Handayani,
    Wulandari, Utami, Suwannarat, Chaiyasit, Saetang, Srisai, Thongchai, Boonmee, Wongsa, Kaewmanee`,
  secondGiven: 0.3,
})
