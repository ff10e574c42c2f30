const tests =
  /(^|\/)(__)?(tests?|mocks?|specs?|fixtures?|e2e)(__)?(\/|$)|[.-](test|spec|e2e|mock|stories)\.[cm]?[jt]sx?$/i;

/** What is made for tests imitates something that others have. The path is one below the project's folder. */
export function isForTests(path: string): boolean {
  return tests.test(path);
}
