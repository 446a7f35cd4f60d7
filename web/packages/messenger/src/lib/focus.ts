import { nextTick } from 'vue'

/** Goes to the first field that does not do, once it is marked. */
export async function focusFault(form: HTMLElement | undefined): Promise<void> {
  await nextTick()
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
