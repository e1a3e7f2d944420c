import { ConstructError } from '../errors';
import { re2, type StringMatchSpec } from './string-match';

/** A condition on one parameter of the query: names and values are case-sensitive. Source: Istio `HTTPMatchRequest.queryParams`. */
export class Query {
  /** The parameter has exactly this value. @throws ConstructError `QueryName` */
  static is(name: string, value: string): Query {
    return new Query(name, { exact: value });
  }

  /** The parameter's value begins so. @throws ConstructError `QueryName` */
  static startsWith(name: string, prefix: string): Query {
    return new Query(name, { prefix });
  }

  /** @param regex in RE2 syntax; it must match the whole value. @throws ConstructError `QueryName`, `RegexForm` */
  static matches(name: string, regex: string): Query {
    return new Query(name, { regex: re2(regex) });
  }

  private constructor(
    /** The query parameter's name. */
    readonly name: string,
    /** @internal */
    readonly spec: StringMatchSpec,
  ) {
    if (name === '') throw new ConstructError('QueryName', 'the name of a query parameter is empty');
  }
}
