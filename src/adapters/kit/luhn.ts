/**
 * Whether the last letter is the right check letter for those before it: Luhn's scheme, in the size of the alphabet
 * (ten digits give the one of payment cards). Finds every single wrong letter and most swapped neighbours.
 */
export function passesLuhn(value: string, alphabet: string): boolean {
  const size = alphabet.length
  let sum = 0
  for (const [place, letter] of [...value].reverse().entries()) {
    const digit = alphabet.indexOf(letter)
    if (digit < 0) return false
    const weighed = digit * (place % 2 === 0 ? 1 : 2)
    sum += Math.floor(weighed / size) + (weighed % size)
  }
  return value.length > 1 && sum % size === 0
}
