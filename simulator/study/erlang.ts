/** The share of calls that wait for one of `servers` at a load of `erlangs` (Erlang C); 1 where the load is too much. */
export function erlangC(servers: number, erlangs: number): number {
  if (erlangs >= servers) return 1;
  // Erlang B by its recursion, which neither overflows nor loses digits.
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (erlangs * blocked) / (n + erlangs * blocked);
  return blocked / (1 - (erlangs / servers) * (1 - blocked));
}

/** The smallest number of servers with which at most `share` of the calls wait for longer than their mean work. */
export function serversFor(erlangs: number, share: number): number {
  let servers = Math.floor(erlangs) + 1;
  // The wait of those that wait is exponential, with the rate of what is left over.
  while (erlangC(servers, erlangs) * Math.exp(-(servers - erlangs)) > share) servers++;
  return servers;
}
