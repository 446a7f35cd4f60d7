/** Whether a key belongs to an input method. Safari says that the composition is over before the Enter that ends it. */
export function endsComposition({ isComposing, keyCode }: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === 229
}
