/**
 * A version of a platform image that was published.
 * https://learn.microsoft.com/rest/api/compute/virtual-machine-images/list (api-version 2024-07-01)
 */
export interface ArmImageVersion {
  readonly location: string;
  /** Such as `22.04.202511120`. */
  readonly name: string;
  readonly id: string;
}
