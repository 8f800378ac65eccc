const DIGIT_BEFORE_HAN = /([0-9A-Za-z%])(\p{Script=Han})/gu
const HAN_BEFORE_DIGIT = /(\p{Script=Han})([0-9A-Za-z])/gu

/** Sets a space between Chinese and Latin characters or digits, as the pages write it: `3小时前` is `3 小时前`. */
export const spaceHan = (text: string): string =>
  text.replace(DIGIT_BEFORE_HAN, '$1 $2').replace(HAN_BEFORE_DIGIT, '$1 $2')
