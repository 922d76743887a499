import { nameList } from './name-list.ts'

export const baltic = nameList({
  female: `Aistė Eglė Greta Ieva Indrė Jūratė Kristina Laima Lina Monika Rasa Rūta Simona Ugnė Viktorija
    Inga Līga Agnese Dace Evita Kristīne Zane`,
  male: `Andrius Darius Gediminas Jonas Karolis Lukas Mantas Mindaugas Paulius Tomas Vytautas Žygimantas
    Andris Edgars Jānis Kaspars Māris Raivis Valdis`,
  families: `Kazlauskas/Kazlauskienė, Petrauskas/Petrauskaitė, Jankauskas/Jankauskaitė,
    Stankevičius/Stankevičiūtė, Vasiliauskas/Vasiliauskaitė, Butkus/Butkutė, Žukauskas/Žukauskaitė,
    Paulauskas/Paulauskienė, Urbonas/Urbonaitė, Kavaliauskas/Kavaliauskaitė, Bērziņš/Bērziņa,
    Kalniņš/Kalniņa, Ozoliņš/Ozoliņa, Jansons/Jansone, Liepiņš/Liepiņa, Krūmiņš/Krūmiņa,
    Balodis/Balode, Eglītis/Eglīte, Zariņš/Zariņa, Vītols/Vītola`,
  secondGiven: 0.1,
})
