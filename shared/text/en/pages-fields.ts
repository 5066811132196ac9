/** What stands below a field of a form that takes words: how many characters it takes. */
export const fieldTexts = {
  between: 'Between {least} and {most} characters.',
  atMost: 'At most {most} characters.',
} as const;
