import { createRouter, createWebHistory } from 'vue-router'
import { useAccount } from './state/account'
import { withWords } from './text'

const Shell = () => withWords('messenger', import('./views/AppShell.vue'))
const settings = ['profile', 'appearance', 'notifications', 'privacy', 'devices', 'password', 'blocks', 'wallet', 'pay-password']

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/chats' },
    { path: '/login', name: 'login', component: () => import('./views/LoginView.vue'), meta: { open: true } },
    { path: '/register', name: 'register', component: () => import('./views/LoginView.vue'), meta: { open: true } },
    {
      path: '/chats',
      component: Shell,
      meta: { section: 'chats' },
      children: [
        { path: '', name: 'chats', component: () => import('./views/ChatEmpty.vue'), meta: { root: true } },
        { path: ':id', name: 'chat', component: () => import('./views/ChatView.vue'), props: true },
        { path: ':id/info', name: 'info', component: () => import('./views/ChatView.vue'), props: true },
        { path: ':id/packets/:packet', name: 'packet', component: () => import('./views/ChatView.vue'), props: true },
        { path: ':id/transfers/:transfer', name: 'transfer', component: () => import('./views/ChatView.vue'), props: true },
      ],
    },
    {
      path: '/contacts',
      component: Shell,
      meta: { section: 'contacts' },
      children: [
        { path: '', name: 'contacts', component: () => import('./views/ChatEmpty.vue'), meta: { root: true } },
        { path: 'find', name: 'find', component: () => import('./views/FindView.vue') },
        { path: 'requests', name: 'requests', component: () => import('./views/RequestsView.vue') },
        { path: ':id', name: 'contact', component: () => import('./views/ContactView.vue'), props: true },
      ],
    },
    {
      path: '/settings',
      component: Shell,
      meta: { section: 'settings' },
      children: [
        { path: '', name: 'settings', component: () => import('./views/ChatEmpty.vue'), meta: { root: true } },
        {
          path: `:page(${settings.join('|')})`,
          name: 'setting',
          component: () => import('./views/SettingView.vue'),
          props: true,
        },
      ],
    },
    { path: '/invitations/:token', name: 'invitation', component: () => withWords('messenger', import('./views/InvitationView.vue')), props: true },
    { path: '/:rest(.*)*', name: 'lost', component: () => import('./views/LostView.vue'), meta: { open: true } },
  ],
})

router.beforeEach((to) => {
  const account = useAccount()
  if (!account.client && !to.meta.open) return { name: 'login', query: to.path === '/chats' ? {} : { to: to.fullPath } }
  if (account.client && (to.name === 'login' || to.name === 'register')) return { name: 'chats' }
  return true
})
