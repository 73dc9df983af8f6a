// The 35 markets: names, and a place on a grid that is roughly where they lie. Not a map.
const place = (zh, en, x, y) => ({ zh, en, x, y });

export const COLUMNS = 9;
export const ROWS = 8;

export const MARKETS = {
  heilongjiang: place('黑龙江', 'Heilongjiang', 8, 0),
  xinjiang: place('新疆', 'Xinjiang', 0, 1),
  neimenggu: place('内蒙古', 'Inner Mongolia', 4, 1),
  liaoning: place('辽宁', 'Liaoning', 7, 1),
  jilin: place('吉林', 'Jilin', 8, 1),
  gansu: place('甘肃', 'Gansu', 2, 2),
  ningxia: place('宁夏', 'Ningxia', 3, 2),
  shanxi: place('山西', 'Shanxi', 4, 2),
  hebei: place('河北', 'Hebei', 5, 2),
  beijing: place('北京', 'Beijing', 6, 2),
  tianjin: place('天津', 'Tianjin', 7, 2),
  dalian: place('大连', 'Dalian', 8, 2),
  qinghai: place('青海', 'Qinghai', 2, 3),
  shaanxi: place('陕西', 'Shaanxi', 3, 3),
  henan: place('河南', 'Henan', 4, 3),
  shandong: place('山东', 'Shandong', 5, 3),
  qingdao: place('青岛', 'Qingdao', 6, 3),
  sichuan: place('四川', 'Sichuan', 2, 4),
  chongqing: place('重庆', 'Chongqing', 3, 4),
  hubei: place('湖北', 'Hubei', 4, 4),
  anhui: place('安徽', 'Anhui', 5, 4),
  jiangsu: place('江苏', 'Jiangsu', 6, 4),
  shanghai: place('上海', 'Shanghai', 7, 4),
  guizhou: place('贵州', 'Guizhou', 3, 5),
  hunan: place('湖南', 'Hunan', 4, 5),
  jiangxi: place('江西', 'Jiangxi', 5, 5),
  zhejiang: place('浙江', 'Zhejiang', 6, 5),
  ningbo: place('宁波', 'Ningbo', 7, 5),
  yunnan: place('云南', 'Yunnan', 2, 6),
  guangxi: place('广西', 'Guangxi', 3, 6),
  guangdong: place('广东', 'Guangdong', 4, 6),
  fujian: place('福建', 'Fujian', 5, 6),
  xiamen: place('厦门', 'Xiamen', 6, 6),
  hainan: place('海南', 'Hainan', 3, 7),
  shenzhen: place('深圳', 'Shenzhen', 4, 7),
};
