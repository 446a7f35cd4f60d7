export default {
  nav: { chats: '消息', contacts: '通讯录', settings: '设置', main: '主导航' },
  state: {
    connecting: '正在连接…', resuming: '正在同步…', waiting: '网络已断开，正在重连…', offline: '离线：可以查看已有消息，发送的内容会在联网后送出',
    online: '在线', away: '离开', off: '离线', reconnect: '立即重连',
  },
  list: {
    title: '消息', search: '搜索对话和联系人', new: '新建', newGroup: '新建群聊', addFriend: '添加朋友', joinGroup: '加入群聊', draft: '草稿', mentioned: "有人{'@'}我", pinned: '已置顶', muted: '免打扰',
    pin: '置顶', unpin: '取消置顶', mute: '免打扰', unmute: '取消免打扰', hide: '从列表移除', markRead: '标为已读', empty: '还没有对话', emptyHint: '添加朋友或新建群聊，从一句问候开始。',
    nothing: '没有找到“{query}”', chats: '对话', people: '联系人', unread: '{n} 条未读', self: '系统消息', failed: '发送失败',
  },
  chat: {
    hide: '删除（仅自己）', hideAsk: '只从你的设备上消失，无法恢复。', hideManyAsk: '这 {n} 条消息只从你的设备上消失，无法恢复。', clear: '清空聊天记录', clearAsk: '所有消息将从你的设备上消失，对方的记录不受影响。无法恢复。', clearNow: '清空', forward: '转发', select: '多选', picked: '已选 {n} 条', pick: '选择：{text}', readers: '谁已读', readBy: '已读 · {n}', unreadBy: '未读 · {n}', nobodyRead: '还没有人读过', everybodyRead: '所有人都已读',
    choose: '选择一个对话', chooseHint: '或按 Ctrl K 快速查找', placeholder: '写消息…', placeholderTo: '发消息给 {name}', send: '发送', emoji: '表情', reply: '回复', replyTo: '回复 {name}', cancelReply: '取消回复',
    history: '消息记录', moreOf: '更多，{time}', toBottom: '回到最新消息', newMessages: '{n} 条新消息', unreadHere: '以下是未读消息', failed: '发送失败', discard: '删除', sending: '发送中', sent: '已发送', delivered: '已送达', read: '已读',
    typing: '正在输入', typingOne: '{name} 正在输入', typingMany: '{n} 人正在输入', members: '{n} 位成员', info: '聊天信息', left: '你已不在这个群里', begin: '这里是对话的开始', unsupported: '当前版本无法显示这条消息',
    gone: '对话不存在', goneHint: '可能已被删除，或你没有权限查看。', mentionAll: '所有人', mentionPick: '选择要提到的人', selfHint: '系统消息，无法回复', tooLong: '消息太长（最多 10000 字）', quoteGone: '原消息',
    announcement: '群公告', muted: '你已被禁言', mutedAll: '全员禁言中', newFrom: '{name}：{text}', today: '今天', yesterday: '昨天',
  },
  shown: {
    location: '位置', locationLine: '[位置] {name}', openMap: '在新标签页中打开地图', contact: '个人名片', contactLine: '[名片] {name}', group: '群名片', groupLine: '[群名片] {name}', aGroup: '群聊', join: '申请加入', stickerLine: '[表情] {name}', sticker: '表情 {name}', history: '聊天记录', historyLine: '[聊天记录] {title}', historyCount: '{n} 条消息', historyOf: '{name}的聊天记录',
    to: '转发给', asOne: '合并转发', oneByOne: '逐条转发', tooMuch: '内容太多，无法合并成一条，请少选一些', leftOut: '红包和转账不会被转发', share: '分享名片', shareGroup: '分享群名片', done: '已发送',
  },
  place: { title: '发送位置', asking: '正在获取位置…浏览器可能会先征得你的同意。', refused: '浏览器不允许获取位置。点击地址栏旁的图标，允许本站使用位置，然后重试。', insecure: '只有通过 HTTPS 打开的页面才能获取位置。', unknown: '暂时无法确定位置，请检查系统的定位服务。', late: '定位用时太久，请重试。', accuracy: '误差约 {n} 米', name: '地点名称', nameHint: '比如：七楼会议室', send: '发送位置' },
  goose: { hello: '你好', laugh: '大笑', love: '喜欢', cry: '哭了', sleep: '睡了', letter: '有信来', pack: '鸿雁' },
  notice: {
    welcome: '欢迎使用鸿雁', 'conversation-begun': '你们可以开始聊天了', 'group-created': '{actor} 创建了群聊“{name}”', 'member-joined': '{members} 加入了群聊', 'member-added': '{actor} 邀请 {members} 加入群聊',
    'member-left': '{members} 退出了群聊', 'member-removed': '{actor} 将 {members} 移出群聊', 'group-dissolved': '群聊已解散', 'group-renamed': '{actor} 将群名改为“{name}”', 'avatar-changed': '{actor} 更换了群头像',
    'announcement-changed': '{actor} 更新了群公告', 'announcement-removed': '{actor} 清除了群公告', 'everyone-muted': '{actor} 开启了全员禁言', 'everyone-unmuted': '{actor} 关闭了全员禁言', 'owner-changed': '{user} 成为群主', 'role-admin': '{user} 成为管理员', 'role-member': '{user} 不再是管理员',
    'member-muted': '{user} 被禁言至 {until}', 'member-unmuted': '{user} 被解除禁言', restored: '服务器已从备份恢复，恢复前不久的消息已丢失', 'friend-requested': '{from} 请求添加你为朋友', 'friend-accepted': '{user} 同意了你的好友请求', 'friend-declined': '{user} 没有通过你的好友请求',
    'join-requested': '{user} 申请加入群聊', 'join-accepted': '你的入群申请已通过', 'join-declined': '你的入群申请未通过', other: '系统消息',
    'packet-claimed': '你领取了{from}的红包，{amount}', 'packet-finished': '你的红包已被领完，{n} 个共 {amount}', 'packet-refunded': '你的红包已到期，领取 {claimed}/{n} 个，{refunded} 已退回', 'packet-void': '红包没有发出，{refunded} 已退回',
    'transfer-accepted': '你已收下{from}的转账，{amount}', 'transfer-returned': '你已退还{from}的转账，{amount}', 'transfer-expired': '{from}的转账已过期，{amount}', 'transfer-accepted-mine': '{to}已收下你的转账，{amount}', 'transfer-returned-mine': '{to}退还了你的转账，{amount} 已退回', 'transfer-expired-mine': '转给{to}的 {amount} 未被接收，已退回', 'transfer-void-mine': '转账没有发出，{amount} 已退回',
  },
  card: {
    packet: '红包', exclusiveFor: '给{name}的专属红包', transfer: '转账', wish: '恭喜发财，大吉大利', packetLine: '[红包] {wish}', transferLine: '[转账] {amount}', more: '更多：红包、位置', sendPacket: '发红包', sendTransfer: '转账',
    toOpen: '点击打开', opened: '已领取', finished: '已被领完', expired: '已过期', refunded: '已过期，余额已退回', void: '未发出，已退回', waitingFor: '等待对方领取', notYours: '专属红包', someOpened: '已领取 {n}/{count}', gone: '无法查看',
    packetFrom: '{name}的红包', transferTo: '转账给{name}', transferFrom: '{name}的转账', toAccept: '点击收款', waitingAccept: '等待对方收款', accepted: '已收款', returned: '已退还', transferExpired: '已过期退回',
  },
  amount: { yuan: '{n}元', jiao: '{n}角', fen: '{n}分', zero: '零', minus: '减{amount}', points: '{n} 积分' },
  contacts: {
    title: '通讯录', groups: '群聊', requests: '新的朋友', find: '添加朋友', findHint: '输入用户名、昵称或拼音', findLead: '按用户名、昵称或拼音查找。对方在隐私设置里允许时才能被找到。', empty: '还没有朋友', emptyHint: '按用户名、昵称或拼音找到对方。',
    alias: '备注名', aliasHint: '只有你看得到', tags: '标签', tagsHint: '用逗号分隔', message: '发消息', addFriend: '加为朋友', requested: '等待对方同意', accept: '同意', decline: '拒绝', accepted: '已同意', declined: '已拒绝', incoming: '收到的请求', outgoing: '发出的请求', noRequests: '没有好友请求',
    noRequestsHint: '别人请求添加你时，会出现在这里。', greeting: '打个招呼', greetingDefault: '你好，我是{name}', block: '拉黑', unblock: '移出黑名单', blockAsk: '拉黑后，对方无法再给你发消息。', removeFriend: '删除朋友', removeAsk: '删除后，双方将不再是朋友，聊天记录会保留。', username: '用户名', bio: '个性签名',
    since: '成为朋友', sendRequest: '发送请求', requestSent: '请求已发送', notFound: '没有找到这样的人', notFoundHint: '检查拼写，或者对方不允许被搜索。', choose: '选择一位联系人', chooseHint: '查看资料、备注，或发起对话。',
  },
  group: {
    new: '新建群聊', name: '群名称', namePlaceholder: '给群聊起个名字', choose: '选择成员', chosen: '已选 {n} 人', create: '创建', info: '群聊信息', members: '群成员', number: '群号', owner: '群主', admin: '管理员', member: '成员', addMembers: '添加成员', announcement: '群公告', noAnnouncement: '还没有公告',
    editAnnouncement: '编辑公告', rename: '修改群名', muteAll: '全员禁言', muteAllHint: '只有群主和管理员可以发言', mutedUntil: '禁言至 {time}', mute: '禁言', unmute: '解除禁言', minutes10: '10 分钟', hour1: '1 小时', day1: '1 天', makeAdmin: '设为管理员', removeAdmin: '取消管理员', makeOwner: '转让群主', makeOwnerAsk: '转让后，你将成为管理员或普通成员。',
    removeMember: '移出群聊', leave: '退出群聊', leaveAsk: '退出后不再接收这个群的消息。', dissolve: '解散群聊', dissolveAsk: '所有成员都会离开，无法恢复。', policy: '加群方式', open: '任何人可加入', approval: '需要审批', invitation: '仅限邀请', join: '加入群聊', joinHint: '输入群号', waiting: '已申请，等待审批', apply: '申请加入', requests: '入群申请', approve: '同意', notFound: '没有这个群号',
    invite: '邀请链接', inviteHint: '7 天内有效', inviteTitle: '群聊邀请', inviteLead: '有人邀请你加入一个群聊。', inviteAccept: '接受邀请', searchMembers: '搜索成员',
  },
  settings: {
    title: '设置', profile: '个人资料', devices: '登录设备', privacy: '隐私', appearance: '外观', wallet: '钱包', 'pay-password': '支付密码', packetSound: '红包音效', packetSoundHint: '拆开红包时播放', notifications: '通知', blocks: '黑名单', password: '修改密码', theme: '主题', light: '浅色', dark: '深色', system: '跟随系统', language: '语言', sound: '提示音', soundHint: '收到新消息时播放', desktop: '桌面通知', desktopHint: '页面在后台时提醒', desktopDenied: '浏览器已禁止通知，请在浏览器设置里开启。', preview: '通知中显示内容',
    thisDevice: '当前设备', lastUsed: '最近使用 {time}', signOut: '下线', signOutAsk: '这台设备将立即退出登录。', findByUsername: '可以通过用户名找到我', findByName: '可以通过昵称和拼音找到我', current: '当前密码', newPassword: '新密码', passwordChanged: '密码已修改，其他设备已退出', saved: '已保存', noBlocks: '黑名单是空的', noBlocksHint: '被拉黑的人无法给你发消息。', shortcuts: '键盘快捷键', about: '关于鸿雁', choose: '选择一项设置', chooseHint: '个人资料、外观、隐私和登录设备都在左侧。', since: '注册于 {time}', singleKeys: '启用单键快捷键', bioHint: '一句话介绍自己',
  },
  keys: { title: '键盘快捷键', switcher: '快速切换对话', shortcuts: '显示快捷键', close: '关闭或返回', next: '下一个对话', previous: '上一个对话', send: '发送', newline: '换行', search: '搜索', jump: '查找对话、联系人…', none: '没有匹配的结果' },
}
