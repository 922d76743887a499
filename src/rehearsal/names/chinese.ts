import { nameList } from './name-list.ts'

export const chinese = nameList({
  female: `Xiaoyan Meiling Li Yan Fang Juan Min Jing Xia Hong Ling Yun Qing Lihua Xiuying Guiying Yanmei
    Xiaohong Shufen Meihua Ting Xue Na Yulan Haiyan Xiaoli Caixia Xueqin Oyuna Sarnai Bolormaa
    Enkhtuya Narantsetseg Altantsetseg`,
  male: `Wei Jun Ming Qiang Lei Tao Chao Jianguo Jianhua Zhiqiang Haibo Guoqiang Feng Peng Bin Hao Yong
    Xiaoming Weidong Zhigang Jianping Wenbin Batbayar Ganbold Munkhbat Otgonbayar Tuvshin Bataa`,
  families: `Wang, Li, Zhang, Liu, Chen, Yang, Huang, Zhao, Wu, Zhou, Xu, Sun, Ma, Zhu, Hu, Guo, He, Lin,
    Gao, Luo, Zheng, Liang, Xie, Song, Tang, Xu, Deng, Han, Feng, Cao, Peng, Zeng, Xiao, Tian, Dong,
    Pan, Yuan, Cai, Jiang, Yu, Du, Ye, Cheng, Wei, Su, Lü, Ding, Ren, Batbold, Dorj, Gantulga`,
  secondGiven: 0.05,
})
