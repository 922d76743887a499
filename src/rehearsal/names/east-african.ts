import { nameList } from './name-list.ts'

export const eastAfrican = nameList({
  female: `Sharon Grace Irene Brenda Doreen Juliet Harriet Prossy Sylvia Annet Betty Agnes Florence Esther
    Winnie Mercy Wanjiru Akinyi Nyambura Chantal Divine Espérance Immaculée Béatrice Solange Clarisse
    Nadège Mireille Rosine Francine Josiane Bénédicte Lucie Teresa Domingas Nsimba`,
  male: `Moses Ronald Isaac Ivan Brian Joseph Robert Godfrey Denis Patrick Julius Fred Kevin Otieno Kamau
    Jean Emmanuel Patrice Fabrice Didier Olivier Christian Serge Hervé Aimé Dieudonné Blaise João
    Manuel Pedro`,
  families: `Nakato, Namukasa, Nabirye, Nalubega, Namutebi, Nakitende, Nansubuga, Kyomuhendo, Atuhaire,
    Tumusiime, Mugisha, Okello, Odongo, Opio, Akello, Auma, Ssempijja, Kato, Mukasa, Byaruhanga,
    Mwangi, Njoroge, Ochieng, Wambui, Kimani, Mbala, Kabongo, Ilunga, Mukendi, Tshibangu, Kasongo,
    Lukusa, Ngoy, Mutombo, Nkurunziza, Ndayishimiye, Niyonzima, Hakizimana, Irakoze, Fotso, Kamga,
    Ngo, Tchoumi, Mbarga, Nguema, Dos Santos, Domingos, Neto, Sebastião, Kiala`,
  secondGiven: 0.35,
})
