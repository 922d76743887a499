import { nameList } from './name-list.ts'

export const vietnamese = nameList({
  female: `Thị_Lan Thị_Hoa Thị_Hương Thị_Mai Thị_Linh Thị_Thảo Thị_Nga Thị_Hồng Thị_Thu Thị_Ngọc Thị_Hà
    Thị_Phương Thị_Trang Thị_Yến Thị_Bích Ngọc_Anh Thùy_Dung Minh_Châu Khánh_Vy Kim_Ngân Thanh_Tâm
    Quỳnh_Như Hải_Yến Bảo_Trân Thu_Hằng Mỹ_Duyên Diễm_My Tuyết_Nhung`,
  male: `Văn_Hùng Văn_Nam Văn_Dũng Văn_Minh Văn_Tuấn Văn_Thành Văn_Đức Văn_Long Văn_Hải Văn_Sơn Quang_Huy
    Minh_Quân Đức_Anh Hoàng_Long Thanh_Tùng Quốc_Bảo Hữu_Phước Anh_Tuấn Công_Danh Xuân_Trường
    Đình_Khoa Tiến_Đạt Trung_Kiên Bá_Lộc`,
  families: `Nguyễn, Nguyễn, Nguyễn, Trần, Trần, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ,
    Ngô, Dương, Lý, Đinh, Trịnh, Đoàn, Lương, Mai, Cao, Chu, Tạ, Thái, Hà, Tô`,
  secondGiven: 0,
})
