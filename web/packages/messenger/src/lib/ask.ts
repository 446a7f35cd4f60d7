import { shallowRef } from 'vue'

export interface Question {
  title: string
  text: string
  action: string
  answer(yes: boolean): void
}

export const question = shallowRef<Question>()

/** Asks before something that cannot be taken back. */
export function ask(title: string, text: string, action = title): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = {
      title,
      text,
      action,
      answer(yes) {
        question.value = undefined
        resolve(yes)
      },
    }
  })
}
