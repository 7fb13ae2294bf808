using System.Security.Cryptography;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Random;

/// <summary><c>RandomUuid</c>: 16 random bytes in the shape of a UUID; the version bits are random, too.</summary>
internal sealed class RandomUuidResource : RandomResource
{
    public override IReadOnlyList<string> Generated => ["result"];

    public override IReadOnlyList<CheckFailure> Check(PropertyMap inputs)
    {
        var check = new RandomInputs(inputs);
        check.RequireKeepers();
        return check.Failures;
    }

    public override PropertyMap Effective(PropertyMap inputs) => PropertyMap.Of(("keepers", inputs.Get("keepers")));

    public override (string Id, PropertyMap Generated) Create(PropertyMap effective)
    {
        var uuid = new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
        return (uuid, PropertyMap.Of(("result", uuid)));
    }
}
