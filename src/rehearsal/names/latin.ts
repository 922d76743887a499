import { nameList } from './name-list.ts'

export const latin = nameList({
  female: `Ana María Juliana Fernanda Camila Gabriela Larissa Patrícia Adriana Luciana Valentina Daniela
    Yolanda Yudelka Altagracia Rosa Carmen Milagros Paola Carolina Beatriz Débora Jéssica Letícia
    Thaís Vanessa Inês Conceição Natália Raquel Yesenia Xiomara`,
  male: `José João Carlos Luís Pedro Paulo Rafael Thiago Felipe Diego Juan Jorge Miguel Andrés Sérgio
    Ricardo Marcelo Rodrigo Gustavo Bruno Wilson Edison Ramón Víctor Leonel César Iván Fábio`,
  families: `Silva, Santos, Oliveira, Souza, Pereira, Ferreira, Alves, Ribeiro, Carvalho, Gomes, Rocha,
    da Silva, dos Santos, da Costa, de Souza, Rodríguez, González, Martínez, Pérez, Sánchez, Ramírez,
    Jiménez, Vargas, Rojas, Moreno, Muñoz, Ortiz, Gutiérrez, Castaño, Peña, Núñez, Encarnación,
    de la Cruz, del Rosario, Almonte, Polanco, Fernandes, Marques, Teixeira, Mendes, Quispe, Zambrano,
    Araújo, Gonçalves, Magalhães, Ibáñez`,
  secondGiven: 0.45,
})
