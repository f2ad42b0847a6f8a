/** Thrown by a task when trying again cannot help: the job is given up at once and stays listed as failed. */
export class PermanentFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PermanentFailure'
  }
}
