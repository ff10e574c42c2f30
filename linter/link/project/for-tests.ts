const tests =
  /(^|\/)(__)?(tests?|mocks?|specs?|fixtures?|e2e)(__)?(\/|$)|[.-](test|spec|e2e|jest|vitest|mock|stories)\.[cm]?[jt]sx?$/i;

/** What is made for tests imitates something that others have. The path is one below the project's folder. */
export function isForTests(path: string): boolean {
  return tests.test(path);
}

const standIn =
  /(^|\/)(fakes?|stubs?|mocks?|dummy|in-?memory)[^/]*$|(^|\/)(fakes?|stubs?)\/|([.-]|[a-z])(Fake|fake|Stub|stub|Mock|InMemory|in-memory)\.[cm]?[jt]sx?$/i;

/** What stands in for a database, also when a program is tried out: it imitates, too, where something else does the same in earnest. */
export function isStandIn(path: string): boolean {
  return isForTests(path) || standIn.test(path);
}
