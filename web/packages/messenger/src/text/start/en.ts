import type zh from './zh-CN'

const en: typeof zh = {
  app: { name: 'Hongyan', about: 'Instant messaging that you host yourself' },
  common: {
    cancel: 'Cancel', save: 'Save', close: 'Close', back: 'Back', retry: 'Try again', copy: 'Copy',
    copied: 'Copied', search: 'Search', more: 'More', add: 'Add',
    unknownUser: 'Unknown user', optional: 'optional',
  },
  auth: {
    login: 'Log in', loginTitle: 'Welcome back', loginLead: 'Log in to pick up where you left off', register: 'Sign up', registerTitle: 'Create your account', registerLead: 'Takes seconds. No e-mail, no phone number',
    username: 'Username', usernameHint: 'Begins with a letter; letters, digits, dot, hyphen, underscore', displayName: 'Name', displayNameHint: 'What your friends will see', password: 'Password', passwordHint: 'At least 8 characters',
    loginName: 'Username or e-mail', noAccount: 'New here?', haveAccount: 'Have an account?', showPassword: 'Show password', hidePassword: 'Hide password', email: 'E-mail', language: 'Language', theme: 'Theme',
    ended: 'Your session has ended. Please log in again.', logout: 'Log out', logoutAsk: 'Messages kept on this device will be wiped.', quote: 'Wild geese on high bear letters home.', quoteBy: 'after Yan Shu, 11th century',
    point1: 'Messages are never lost, doubled or reordered', point2: 'Your data stays on your own server', point3: 'Phone and desktop, always in step',
  },
  problem: { unreachable: 'The server cannot be reached. Check your connection.', unknown: 'Something went wrong. Please try again.' },
  error: { title: 'Nothing here', hint: 'The link may be out of date.', home: 'Back to chats' },
}

export default en
