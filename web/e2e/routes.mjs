/** The pages that everybody uses, and what is there when each has been read. */
export const mainRoutes = ({ direct, project }) => [
  ['/chats', '.item'],
  [`/chats/${direct}`, 'article'],
  [`/chats/${project.id}/info`, '.members li'],
  ['/contacts', '.entry'],
  ['/settings', '.entry'],
]

/** All pages of the messenger but those of money. */
export const routes = (people) => [
  ...mainRoutes(people),
  [`/chats/${people.project.id}`, 'article'],
  [`/contacts/${people.ming.id}`, '.facts'],
  ['/contacts/find', 'main input'],
  ['/contacts/requests', 'main li'],
  ['/settings/profile', '#name'],
  ['/settings/appearance', '.theme'],
  ['/settings/notifications', 'main .switch'],
  ['/settings/privacy', 'main .switch'],
  ['/settings/devices', '.sheet li'],
  ['/settings/password', 'main input'],
  ['/settings/blocks', 'main .empty:not([role=alert])'],
  ['/nowhere', '.lost .empty'],
]
