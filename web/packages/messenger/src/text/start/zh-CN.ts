export default {
  app: { name: '鸿雁', about: '自己部署的即时通讯' },
  common: {
    cancel: '取消', save: '保存', close: '关闭', back: '返回', retry: '重试', copy: '复制',
    copied: '已复制', search: '搜索', more: '更多', add: '添加',
    unknownUser: '未知用户', optional: '可不填',
  },
  auth: {
    login: '登录', loginTitle: '欢迎回来', loginLead: '登录后继续你的对话', register: '注册', registerTitle: '创建账号', registerLead: '几秒钟就好，无需邮箱和手机',
    username: '用户名', usernameHint: '字母开头，可用字母、数字、点、横线和下划线', displayName: '昵称', displayNameHint: '朋友们看到的名字', password: '密码', passwordHint: '至少 8 个字符',
    loginName: '用户名或邮箱', noAccount: '还没有账号？', haveAccount: '已有账号？', showPassword: '显示密码', hidePassword: '隐藏密码', email: '邮箱', language: '语言', theme: '主题',
    ended: '登录已失效，请重新登录', logout: '退出登录', logoutAsk: '退出后，这台设备上的聊天缓存会被清除。', quote: '鸿雁在云鱼在水，惆怅此情难寄。', quoteBy: '晏殊《清平乐》',
    point1: '消息不丢、不重、不乱序', point2: '数据在自己的服务器上', point3: '手机与电脑，一处打开处处同步',
  },
  problem: { unreachable: '连不上服务器，请检查网络', unknown: '出了点问题，请稍后再试' },
  error: { title: '页面不存在', hint: '链接可能已失效。', home: '返回消息' },
}
