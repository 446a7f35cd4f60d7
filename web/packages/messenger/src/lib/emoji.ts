/** What people use most, by kind; any other comes from the keyboard of the system. */
export const EMOJI = [
  '😀😄😁😆😅😂🤣😊🙂😉😍🥰😘😋😜🤪😎🤩🥳😏😒😔😢😭😤😡🤯😱🥺😴🤔🤗🤭🤫😶😐🙄😬🤐🤧😷🤒',
  '👍👎👌✌️🤞🤝👏🙌🙏💪👋🤙👀💯❤️🧡💛💚💙💜🖤💔💕✨🔥🎉🎊🎁🏆🚀💡⭐🌈☀️🌙❄️🍀🌸',
  '🧧🐉🐰🐯🦢🐱🐶🐼🦊🍵☕🍺🥂🍚🍜🥟🍉🍎🍰🏠🚗✈️⏰📌📎📷💻📱💰✅❌❓❗',
].map((line) => [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)].map(({ segment }) => segment))
