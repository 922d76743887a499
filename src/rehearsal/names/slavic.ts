import { nameList } from './name-list.ts'

export const slavic = nameList({
  female: `Olena Tetiana Iryna Oksana Nataliya Yuliya Anastasiya Kateryna Mariia Svitlana Viktoria Hanna
    Liudmyla Darya Alina Valentyna Yelena Ekaterina Olga Ksenia Lenka Zuzana Kristína Monika Jana
    Martina Lucia Petra Michaela Veronika Polina Sofiya`,
  male: `Oleksandr Serhii Volodymyr Andrii Mykola Yurii Ivan Dmytro Vitalii Oleh Vasyl Maksym Aleksei
    Sergei Dmitri Igor Pavel Roman Jozef Peter Martin Marek Milan Miroslav Tomáš Lukáš Radoslav Ján`,
  families: `Shevchenko, Kovalenko, Bondarenko, Tkachenko, Kravchenko, Oliinyk, Koval, Polishchuk,
    Bondar, Melnyk, Shevchuk, Rudenko, Savchenko, Marchenko, Moroz, Lysenko, Petrenko, Klymenko,
    Smirnov/Smirnova, Kuznetsov/Kuznetsova, Volkov/Volkova, Sokolov/Sokolova, Morozov/Morozova,
    Lebedev/Lebedeva, Kozlov/Kozlova, Horváth/Horváthová, Kováč/Kováčová, Varga/Vargová, Tóth/Tóthová,
    Novák/Nováková, Svoboda/Svobodová, Dvořák/Dvořáková, Černý/Černá, Procházka/Procházková,
    Baláž/Balážová, Molnár/Molnárová, Lakatoš/Lakatošová, Hudák/Hudáková, Kučera/Kučerová`,
  secondGiven: 0.1,
})
