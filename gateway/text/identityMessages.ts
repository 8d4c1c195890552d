import { catalogue } from './catalogue.ts';

/** What `lifeline identity` and the label say. */
export const IDENTITY_MESSAGES = catalogue({
  'identity.none': {
    en: 'this box has no identity yet: lifeline identity first-boot makes one (the package does so at the first start)',
    zh: '本机尚无身份：lifeline identity first-boot 可生成（软件包在首次启动时自动执行）',
  },
  'identity.is': { en: 'this box is {gateway}, made on {hardware}', zh: '本机为 {gateway}，硬件 {hardware}' },
  'identity.board-unknown': { en: 'a board that does not tell which it is', zh: '无法识别的主板' },
  'identity.made': {
    en: 'first start: this box is {gateway}. Its claim code is on the label: lifeline label',
    zh: '首次启动：本机为 {gateway}。认领码见标签：lifeline label',
  },
  'identity.radio': {
    en: 'it has a radio: phones find it as the wireless network {name}; the password is on the label',
    zh: '本机有无线网卡：手机可连接无线网络 {name}，密码见标签',
  },
  'identity.cloned': {
    en: 'this card was made on {made} and runs on {here}: its journal was put aside, and a new epoch begins. If the board was exchanged: lifeline identity adopt. If this is a copy: lifeline identity new',
    zh: '此存储卡制作于 {made}，现运行于 {here}：原记录已搁置，将以新的纪元开始。若更换了主板：lifeline identity adopt；若为复制卡：lifeline identity new',
  },
  'identity.adopted': {
    en: '{gateway} lives on {hardware} from now on',
    zh: '{gateway} 从现在起使用 {hardware}',
  },
  'identity.new': {
    en: 'this box is {gateway} from now on. Write this name as gateway.id into {site}, print a label, then: systemctl restart lifeline.target',
    zh: '本机现在为 {gateway}。请在 {site} 中将 gateway.id 改为此名称，打印标签，然后执行 systemctl restart lifeline.target',
  },
  'label.title': { en: 'Lifeline safety gateway', zh: 'Lifeline 安全网关' },
  'label.open': { en: 'Point a phone of the same network at this code', zh: '请用同一网络内的手机扫描此码' },
  'label.warning': {
    en: 'The browser warns once: this box vouches for itself',
    zh: '浏览器会提示一次证书警告：证书由本机自签',
  },
  'label.claim': {
    en: 'Claim code, worth something until the first person is made',
    zh: '认领码，创建首位人员前有效',
  },
  'label.owned': { en: 'This box has an owner', zh: '本机已有管理员' },
  'label.button': {
    en: 'Every password lost: hold the button 10 s, then the code of this label',
    zh: '密码全部丢失：按住按钮 10 秒，再用标签上的认领码',
  },
  'label.no-button': {
    en: 'No button on this box: lost passwords are set anew by root',
    zh: '本机没有按钮：密码丢失时由 root 用户重设',
  },
  'label.wifi': { en: 'Wireless network of the box', zh: '本机无线网络' },
  'label.done': { en: '{file}: a label of 74 × 105 mm (A7)', zh: '{file}：74 × 105 毫米（A7）标签' },
  'label.no-address': {
    en: 'this box has no address yet: name the one it will have with --address',
    zh: '本机尚无地址：请用 --address 指定',
  },
});
