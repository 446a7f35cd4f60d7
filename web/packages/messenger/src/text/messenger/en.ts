import type zh from './zh-CN'

const en: typeof zh = {
  nav: { chats: 'Chats', contacts: 'Contacts', settings: 'Settings', main: 'Main' },
  state: {
    connecting: 'Connecting…', resuming: 'Catching up…', waiting: 'Connection lost, reconnecting…', offline: 'Offline: read what is here; what you send goes out when you are back',
    online: 'online', away: 'away', off: 'offline', reconnect: 'Reconnect now',
  },
  list: {
    title: 'Chats', search: 'Search chats and people', new: 'New', newGroup: 'New group', addFriend: 'Add a friend', joinGroup: 'Join a group', draft: 'Draft', mentioned: 'Mentioned you', pinned: 'Pinned', muted: 'Muted',
    pin: 'Pin', unpin: 'Unpin', mute: 'Mute', unmute: 'Unmute', hide: 'Remove from list', markRead: 'Mark as read', empty: 'No chats yet', emptyHint: 'Add a friend or start a group, and say hello.',
    nothing: 'Nothing found for “{query}”', chats: 'Chats', people: 'People', unread: '{n} unread', self: 'System', failed: 'Not sent',
  },
  chat: {
    hide: 'Delete for me', hideAsk: 'It disappears from your devices only. This cannot be undone.', hideManyAsk: '{n} messages disappear from your devices only. This cannot be undone.', clear: 'Clear history', clearAsk: 'All messages disappear from your devices; the others keep theirs. This cannot be undone.', clearNow: 'Clear', forward: 'Forward', select: 'Select', picked: '{n} selected', pick: 'Select: {text}', readers: 'Who has read it', readBy: 'Read · {n}', unreadBy: 'Not yet · {n}', nobodyRead: 'Nobody has read it yet', everybodyRead: 'Everybody has read it',
    choose: 'Choose a chat', chooseHint: 'or press Ctrl K to find one', placeholder: 'Write a message…', placeholderTo: 'Message {name}', send: 'Send', emoji: 'Emoji', reply: 'Reply', replyTo: 'Replying to {name}', cancelReply: 'Cancel reply',
    history: 'Messages', moreOf: 'More, {time}', toBottom: 'Jump to the newest message', newMessages: '{n} new', unreadHere: 'Unread from here', failed: 'Not sent', discard: 'Delete', sending: 'Sending', sent: 'Sent', delivered: 'Delivered', read: 'Read',
    typing: 'typing', typingOne: '{name} is typing', typingMany: '{n} people are typing', members: '{n} member|{n} members', info: 'Chat info', left: 'You are no longer in this group', begin: 'This is where it began', unsupported: 'This version cannot show this message',
    gone: 'No such chat', goneHint: 'It may have been deleted, or it is not yours to see.', mentionAll: 'everyone', mentionPick: 'Mention someone', selfHint: 'News from the system; no reply possible', tooLong: 'Too long (10,000 characters at most)', quoteGone: 'An earlier message',
    announcement: 'Announcement', muted: 'You have been muted', mutedAll: 'Only admins may write now', newFrom: '{name}: {text}', today: 'Today', yesterday: 'Yesterday',
  },
  shown: {
    location: 'Location', locationLine: '[Location] {name}', openMap: 'Opens the map in a new tab', contact: 'Contact card', contactLine: '[Contact card] {name}', group: 'Group card', groupLine: '[Group card] {name}', aGroup: 'A group', join: 'Ask to join', stickerLine: '[Sticker] {name}', sticker: 'Sticker {name}', history: 'Chat history', historyLine: '[Chat history] {title}', historyCount: '{n} message|{n} messages', historyOf: 'Chat history of {name}',
    to: 'Forward to', asOne: 'As one message', oneByOne: 'One by one', tooMuch: 'Too much for one message: choose fewer', leftOut: 'Red packets and transfers stay here', share: 'Share contact', shareGroup: 'Share group card', done: 'Sent',
  },
  place: { title: 'Send location', asking: 'Finding your location… Your browser may ask for your permission.', refused: 'Your browser does not allow it. Use the icon next to the address to share your location with this page, then try again.', insecure: 'Only pages opened over HTTPS can know where you are.', unknown: 'Your location is not available right now. Check that location services are turned on.', late: 'That took too long. Please try again.', accuracy: 'Accurate to about {n} m', name: 'Name of the place', nameHint: 'For example: meeting room, 7th floor', send: 'Send location' },
  goose: { hello: 'Hello', laugh: 'Laughing', love: 'In love', cry: 'Crying', sleep: 'Asleep', letter: 'A letter for you', pack: 'Goose' },
  notice: {
    welcome: 'Welcome to Hongyan', 'conversation-begun': 'You can write to each other now', 'group-created': '{actor} created the group “{name}”', 'member-joined': '{members} joined', 'member-added': '{actor} added {members}',
    'member-left': '{members} left', 'member-removed': '{actor} removed {members}', 'group-dissolved': 'The group was dissolved', 'group-renamed': '{actor} renamed the group to “{name}”', 'avatar-changed': '{actor} changed the group picture',
    'announcement-changed': '{actor} posted an announcement', 'announcement-removed': '{actor} removed the announcement', 'everyone-muted': '{actor} muted everyone', 'everyone-unmuted': '{actor} unmuted everyone', 'owner-changed': '{user} is now the owner', 'role-admin': '{user} is now an admin', 'role-member': '{user} is no longer an admin',
    'member-muted': '{user} is muted until {until}', 'member-unmuted': '{user} is no longer muted', restored: 'The server was restored from a backup; what was written just before is lost', 'friend-requested': '{from} wants to be friends', 'friend-accepted': '{user} accepted your request', 'friend-declined': '{user} declined your request',
    'join-requested': '{user} asks to join your group', 'join-accepted': 'Your request to join was accepted', 'join-declined': 'Your request to join was declined', other: 'System message',
    'packet-claimed': 'You opened a red packet from {from}: {amount}', 'packet-finished': 'All of your red packet was opened: {n} share, {amount}|All of your red packet was opened: {n} shares, {amount} in all', 'packet-refunded': 'Your red packet has expired: {claimed}/{n} opened, {refunded} returned to you', 'packet-void': 'Your red packet was not sent; {refunded} returned to you',
    'transfer-accepted': 'You accepted a transfer from {from}: {amount}', 'transfer-returned': 'You returned a transfer from {from}: {amount}', 'transfer-expired': 'A transfer from {from} has expired: {amount}', 'transfer-accepted-mine': '{to} accepted your transfer: {amount}', 'transfer-returned-mine': '{to} returned your transfer; you have {amount} back', 'transfer-expired-mine': 'Your transfer to {to} was not accepted; you have {amount} back', 'transfer-void-mine': 'Your transfer was not sent; you have {amount} back',
  },
  card: {
    packet: 'Red packet', exclusiveFor: 'Only for {name}', transfer: 'Transfer', wish: 'Wishing you joy and fortune', packetLine: '[Red packet] {wish}', transferLine: '[Transfer] {amount}', more: 'More: red packets, location', sendPacket: 'Red packet', sendTransfer: 'Transfer',
    toOpen: 'Tap to open', opened: 'Opened', finished: 'All gone', expired: 'Expired', refunded: 'Expired, the rest is returned', void: 'Not sent, money returned', waitingFor: 'Waiting to be opened', notYours: 'For one person', someOpened: '{n}/{count} opened', gone: 'Not available',
    packetFrom: 'Red packet from {name}', transferTo: 'Transfer to {name}', transferFrom: 'Transfer from {name}', toAccept: 'Tap to accept', waitingAccept: 'Waiting for acceptance', accepted: 'Accepted', returned: 'Returned', transferExpired: 'Expired and returned',
  },
  amount: { yuan: '{n} yuan', jiao: '{n} jiao', fen: '{n} fen', zero: 'zero', minus: 'minus {amount}', points: '{n} point|{n} points' },
  contacts: {
    title: 'Contacts', groups: 'Groups', requests: 'Friend requests', find: 'Add a friend', findHint: 'Username, name or pinyin', findLead: 'Find people by username, name or pinyin, as far as their privacy settings allow.', empty: 'No friends yet', emptyHint: 'Find people by username, name or pinyin.',
    alias: 'Alias', aliasHint: 'Only you can see it', tags: 'Tags', tagsHint: 'Separated by commas', message: 'Message', addFriend: 'Add friend', requested: 'Waiting for an answer', accept: 'Accept', decline: 'Decline', accepted: 'Accepted', declined: 'Declined', incoming: 'Received', outgoing: 'Sent', noRequests: 'No friend requests',
    noRequestsHint: 'When somebody asks to be your friend, you will see it here.', greeting: 'Say hello', greetingDefault: 'Hi, I am {name}', block: 'Block', unblock: 'Unblock', blockAsk: 'They will not be able to message you.', removeFriend: 'Remove friend', removeAsk: 'You will no longer be friends. Your messages stay.', username: 'Username', bio: 'About',
    since: 'Friends since', sendRequest: 'Send request', requestSent: 'Request sent', notFound: 'Nobody found', notFoundHint: 'Check the spelling. Their privacy settings may also keep them hidden.', choose: 'Choose a contact', chooseHint: 'See a profile, set an alias, or start a chat.',
  },
  group: {
    new: 'New group', name: 'Group name', namePlaceholder: 'Give it a name', choose: 'Choose members', chosen: '{n} chosen', create: 'Create', info: 'Group info', members: 'Members', number: 'Group number', owner: 'Owner', admin: 'Admin', member: 'Member', addMembers: 'Add members', announcement: 'Announcement', noAnnouncement: 'No announcement yet',
    editAnnouncement: 'Edit announcement', rename: 'Rename', muteAll: 'Mute everyone', muteAllHint: 'Only owner and admins may write', mutedUntil: 'Muted until {time}', mute: 'Mute', unmute: 'Unmute', minutes10: '10 minutes', hour1: '1 hour', day1: '1 day', makeAdmin: 'Make admin', removeAdmin: 'Remove as admin', makeOwner: 'Transfer ownership', makeOwnerAsk: 'You will no longer be the owner.',
    removeMember: 'Remove from group', leave: 'Leave group', leaveAsk: 'You will receive no more messages from it.', dissolve: 'Dissolve group', dissolveAsk: 'Everyone will be removed. This cannot be undone.', policy: 'Who can join', open: 'Anyone', approval: 'With approval', invitation: 'By invitation only', join: 'Join a group', joinHint: 'Group number', waiting: 'Waiting for approval', apply: 'Ask to join', requests: 'Requests to join', approve: 'Approve', notFound: 'No group has this number',
    invite: 'Invitation link', inviteHint: 'Valid for 7 days', inviteTitle: 'Invitation', inviteLead: 'You have been invited to a group.', inviteAccept: 'Accept invitation', searchMembers: 'Search members',
  },
  settings: {
    title: 'Settings', profile: 'Profile', devices: 'Devices', privacy: 'Privacy', appearance: 'Appearance', wallet: 'Wallet', 'pay-password': 'Pay password', packetSound: 'Red packet sound', packetSoundHint: 'When you open one', notifications: 'Notifications', blocks: 'Blocked people', password: 'Password', theme: 'Theme', light: 'Light', dark: 'Dark', system: 'System', language: 'Language', sound: 'Sound', soundHint: 'When a message arrives', desktop: 'Desktop notifications', desktopHint: 'While the page is in the background', desktopDenied: 'Your browser blocks notifications. Allow them in its settings.', preview: 'Show the text in notifications',
    thisDevice: 'This device', lastUsed: 'Last used {time}', signOut: 'Log out', signOutAsk: 'That device will be logged out at once.', findByUsername: 'People can find me by username', findByName: 'People can find me by name and pinyin', current: 'Current password', newPassword: 'New password', passwordChanged: 'Password changed; other devices are logged out', saved: 'Saved', noBlocks: 'No one is blocked', noBlocksHint: 'Blocked people cannot message you.', shortcuts: 'Keyboard shortcuts', about: 'About Hongyan', choose: 'Choose a setting', chooseHint: 'Your profile, appearance, privacy and devices are on the left.', since: 'Member since {time}', singleKeys: 'Single-key shortcuts', bioHint: 'A line about yourself',
  },
  keys: { title: 'Keyboard shortcuts', switcher: 'Switch chats', shortcuts: 'Show shortcuts', close: 'Close or go back', next: 'Next chat', previous: 'Previous chat', send: 'Send', newline: 'New line', search: 'Search', jump: 'Find chats and people…', none: 'No match' },
}

export default en
