import { nameList } from './name-list.ts'

export const bulgarian = nameList({
  female: `Mariya Ivanka Elena Yordanka Penka Desislava Daniela Petya Gergana Nikoleta Silviya Radostina
    Tsvetelina Snezhana Galina Stefka Rositsa Denitsa Viktoriya Kalina Ralitsa Milena Zlatka Emiliya
    Borislava Anelia Hristina Yoana Teodora Svetla Vanya Nadezhda Kremena Aysel Fatme`,
  male: `Georgi Ivan Dimitar Nikolay Petar Hristo Aleksandar Yordan Vasil Stefan Stoyan Todor Plamen
    Krasimir Kiril Atanas Boyko Rumen Mihail Angel Emil Veselin Borislav Zhivko Tsvetan Martin Asen
    Mehmed Ahmed Svetoslav Kaloyan Rosen`,
  families: `Ivanov/Ivanova, Georgiev/Georgieva, Dimitrov/Dimitrova, Petrov/Petrova, Nikolov/Nikolova,
    Hristov/Hristova, Stoyanov/Stoyanova, Todorov/Todorova, Iliev/Ilieva, Vasilev/Vasileva,
    Atanasov/Atanasova, Petkov/Petkova, Angelov/Angelova, Yordanov/Yordanova, Kolev/Koleva,
    Marinov/Marinova, Mihaylov/Mihaylova, Asenov/Asenova, Stefanov/Stefanova, Kostov/Kostova,
    Popov/Popova, Tsvetkov/Tsvetkova, Zhelev/Zheleva, Mitev/Miteva, Rusev/Ruseva, Simeonov/Simeonova,
    Kirilov/Kirilova, Mladenov/Mladenova, Slavov/Slavova, Metodiev/Metodieva, Yanev/Yaneva,
    Kovachev/Kovacheva, Stanchev/Stancheva, Hadzhiev/Hadzhieva, Shopov/Shopova, Veselinov/Veselinova,
    Pavlov/Pavlova, Tonev/Toneva, Mehmedov/Mehmedova, Ahmedov/Ahmedova, Borisov/Borisova, Delev/Deleva`,
  secondGiven: 0.25,
})
