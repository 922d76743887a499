import { nameList } from './name-list.ts'

export const southAsian = nameList({
  female: `Priya Sunita Anita Kavita Pooja Neha Lakshmi Deepika Meena Rekha Shanti Radha Sita Asha Indira
    Nasreen Shabnam Ayesha Farzana Rukhsana Kamala Devika Nirmala Chandni Geeta Sabita`,
  male: `Rahul Sanjay Rajesh Amit Suresh Vijay Manoj Ravi Anil Deepak Gurpreet Harjit Mandeep Sukhdev
    Mohan Prakash Imran Faisal Tariq Shahid Rafiq Bishnu Kumar Nimal Asoka Jagdish Krishna Dinesh`,
  families: `Singh, Kaur, Sharma, Verma, Patel, Gupta, Kumar, Yadav, Mishra, Joshi, Nair, Reddy, Das,
    Chowdhury, Khan, Ahmed, Hussain, Malik, Butt, Rahman, Islam, Begum, Akter, Thapa, Gurung, Tamang,
    Shrestha, Perera, Fernando, de Silva, Ramdin, Ramcharan, Bissessur, Jagroep, Kalloe, Mangal,
    Soekhoe, Doerga, Baldew, Autar, Gill, Dhillon, Sandhu, Sidhu`,
  secondGiven: 0.15,
})
