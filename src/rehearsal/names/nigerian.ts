import { nameList } from './name-list.ts'

export const nigerian = nameList({
  female: `Blessing Joy Faith Mercy Gift Precious Osas Ehinomen Isoken Efe Omotola Folake Chioma Ngozi
    Ifeoma Chinyere Amaka Adaeze Nneka Uche Aisha Hauwa Patience Happiness Peace Loveth Rita Esther
    Sandra Vivian Gloria Stella Osayi Itohan Bukola Temitope Abiodun Chidinma Ebere Success Endurance`,
  male: `Emmanuel Samuel Sunday Friday Festus Osagie Ehis Efosa Osaze Nosa Chukwuemeka Obinna Ikechukwu
    Chidi Emeka Tunde Adebayo Oluwaseun Ibrahim Musa Godwin Innocent Kingsley Lucky Monday Victor
    Collins Felix Kelvin Wisdom Henry Smart`,
  families: `Osagie, Igbinedion, Omoruyi, Osaro, Ehigie, Idahosa, Aigbe, Okafor, Okoye, Nwosu, Eze,
    Okonkwo, Obi, Nnamdi, Chukwu, Uzor, Adeyemi, Ogunleye, Adebayo, Olawale, Balogun, Bello, Abubakar,
    Yusuf, Mohammed, Edokpolor, Osazuwa, Uwaifo, Omoregie, Iyamu, Aghedo, Okundaye, Imafidon, Obaseki,
    Eguavoen, Ighodaro, Osemwegie, Onyekachi, Ugochukwu, Anyanwu, Madu, Ikpeazu, Ogbonna, Akhigbe,
    Ojo, Afolabi, Olatunji, Ekhator, Agbonlahor, Odigie, Izevbigie, Oviawe`,
  secondGiven: 0.3,
})
