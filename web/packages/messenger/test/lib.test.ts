import { describe, expect, it } from 'vitest'
import { endsComposition } from '../src/lib/composition'
import { fits, initials, letterOf } from '../src/lib/match'
import { isEmojiOnly, pieces } from '../src/lib/pieces'

describe('finding', () => {
  it('knows the initials of pinyin, also of groups', () => {
    expect(initials('鸿雁项目组')).toBe('hyxmz')
    expect(initials('设计 Review')).toBe('sj review')
  })

  it('takes names, parts of names, pinyin and initials', () => {
    expect(fits('知秋', '沈知秋')).toBeDefined()
    expect(fits('szq', '沈知秋')).toBeDefined()
    expect(fits('shenzhi', '沈知秋', 'shen zhi qiu')).toBeDefined()
    expect(fits('do', 'Daniel Okafor')).toBeDefined()
    expect(fits('OKA', 'Daniel Okafor')).toBeDefined()
    expect(fits('xyz', '沈知秋', 'shen zhi qiu', null)).toBeUndefined()
  })

  it('puts what begins so first', () => {
    expect(fits('沈', '沈知秋')! < fits('沈', '小沈')!).toBe(true)
  })

  it('files names under letters', () => {
    expect(letterOf('顾长风')).toBe('G')
    expect(letterOf('Emma')).toBe('E')
    expect(letterOf('123')).toBe('#')
  })
})

describe('keys', () => {
  it('that end a composition are the input method\'s, whatever the browser calls them', () => {
    expect(endsComposition({ isComposing: true, keyCode: 13 })).toBe(true)
    expect(endsComposition({ isComposing: false, keyCode: 229 })).toBe(true)
    expect(endsComposition({ isComposing: false, keyCode: 13 })).toBe(false)
  })
})

describe('texts', () => {
  it('become pieces that together are the text again', () => {
    const texts = ['见 https://example.org/a?b=1&c=<x>，好吗', '<img src=x onerror=alert(1)>', 'javascript:alert(1)', '@沈知秋 hi @nobody', '']
    for (const text of texts) expect(pieces(text, ['沈知秋']).map((piece) => piece.text).join('')).toBe(text)
  })

  it('link to addresses of the web and to nothing else', () => {
    const links = (text: string): (string | undefined)[] => pieces(text).flatMap(({ href }) => (href ? [href] : []))
    expect(links('看 https://example.org/路径。 and (http://a.example/b).')).toEqual(['https://example.org/路径', 'http://a.example/b'])
    expect(links('javascript:alert(1) data:text/html,x //example.org ftp://example.org')).toEqual([])
  })

  it('mark who is mentioned, and names with signs in them too', () => {
    expect(pieces('@a.b (c) 你好', ['a.b (c)'])[0]).toEqual({ text: '@a.b (c)', mention: true })
    expect(pieces('@axb (c)', ['a.b (c)'])).toEqual([{ text: '@axb (c)' }])
  })

  it('of up to three emoji are shown large', () => {
    for (const text of ['🎉', '👍🏽', '👩‍💻', '❤️', '🎉🎉 🎉']) expect(isEmojiOnly(text), text).toBe(true)
    for (const text of ['hi 🎉', '🎉🎉🎉🎉', '1', '']) expect(isEmojiOnly(text), text).toBe(false)
  })
})
