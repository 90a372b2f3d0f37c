/** Runs what it is given one after the other, in the order of the calls; one that fails fails alone. */
export function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const last: { done: Promise<unknown> } = { done: Promise.resolve() };
  return (work) => {
    const result = last.done.then(work);
    last.done = result.catch(() => {});
    return result;
  };
}
