import { nameList } from './name-list.ts'

export const turkish = nameList({
  female: `Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Esra Merve Büşra Kübra Tuğba Derya
    Gamze Özlem Sevgi Yasemin Dilara Melike Seda Songül Ebru Anahit Gayane Ani Lusine Aygün Günel`,
  male: `Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Murat Ömer Yusuf Osman Ramazan Fatih Emre Serkan
    Burak Can Deniz Kemal Orhan Selim Tolga Uğur Volkan Armen Aram Tigran Elçin Rəşad Ferhat`,
  families: `Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Yıldırım, Öztürk, Aydın, Özdemir, Arslan, Doğan,
    Kılıç, Aslan, Çetin, Kara, Koç, Kurt, Özkan, Şimşek, Polat, Korkmaz, Erdoğan, Yavuz, Can, Acar,
    Aktaş, Güneş, Tekin, Bulut, Sarı, Avcı, Taş, Ünal, Güler, Petrosyan, Grigoryan, Sargsyan,
    Hakobyan, Aliyev/Aliyeva, Mammadov/Mammadova, Karapetyan`,
  secondGiven: 0.15,
})
