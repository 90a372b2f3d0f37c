/** Why a registry that wants a sign-in is not heard, one line. docker.io says 401 for what does not exist, too. */
export function signInNeeded(host: string, status: number): string {
  return `not public on ${host}: sign-in needed (${status})`;
}

/** Why an answer of this status says nothing, one line. */
export function refused(host: string, status: number): string {
  return status === 401 || status === 403
    ? signInNeeded(host, status)
    : `${host} answered ${status}`;
}
