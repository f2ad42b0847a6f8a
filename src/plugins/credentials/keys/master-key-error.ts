/** The master keys cannot be used; the message is one sentence for the operator and names the variable or key. */
export class MasterKeyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MasterKeyError'
  }
}

/** Loads a package that only some deployments need. @throws MasterKeyError naming it when it is not installed. */
export async function optionalPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    throw new MasterKeyError(`The package ${name} is not installed; run npm install ${name}.`, {
      cause: error,
    })
  }
}
