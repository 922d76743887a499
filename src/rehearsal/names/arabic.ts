import { nameList } from './name-list.ts'

export const arabic = nameList({
  female: `Zahra Fatemeh Maryam Laila Shirin Nasrin Parwin Freshta Zarghuna Mina Soraya Huda Rania Noor
    Hala Dima Reem Sara Zeinab Amal Nour Samar Maha Yasmin Shabnam Roya Farida Sahar`,
  male: `Ali Mohammad Ahmad Hussein Reza Hamid Mustafa Abdul_Rahman Jawad Zabihullah Najibullah Esmatullah
    Wali Omid Farid Khaled Omar Mahmoud Samir Bassam Yousef Ibrahim Hassan Karim Amir Saeed Mehdi
    Sajjad Nasir Habibullah`,
  families: `Ahmadi, Mohammadi, Hosseini, Karimi, Rahimi, Nazari, Haidari, Sultani, Amiri, Akbari, Safi,
    Stanikzai, Ahmadzai, Popal, Noori, Rezai, Jafari, Moradi, Al Hassan, Al Khatib, Al Masri, Haddad,
    Khoury, Darwish, Al Jabouri, Al Obaidi, Al Saadi, Kassem, Hamdan, Najjar, Saleh, Shahin, Othman,
    Qasemi, Yousefi, Hashimi, Wardak, Zadran, Barakzai, Sharifi`,
  secondGiven: 0.1,
})
