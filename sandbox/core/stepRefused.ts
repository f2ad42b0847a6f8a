/** Something a buyer or courier cannot do now. */
export class StepRefused extends Error {}
