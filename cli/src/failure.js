/** Why a command cannot do what it was asked: a sentence for its user, with the remedy. Exit status 2. */
export class Failure extends Error {}
