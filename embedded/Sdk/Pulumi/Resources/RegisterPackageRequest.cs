namespace Pulumi;

/// <summary>Describes a parameterized package. This SDK has none, so there is no way to make one.</summary>
public sealed class RegisterPackageRequest
{
    private RegisterPackageRequest()
    {
    }
}
