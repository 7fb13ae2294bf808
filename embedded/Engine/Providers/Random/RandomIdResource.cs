using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Random;

/// <summary><c>RandomId</c>: random bytes in four notations, each with the prefix in front.</summary>
internal sealed class RandomIdResource : RandomResource
{
    public override IReadOnlyList<string> Generated => ["b64Std", "b64Url", "dec", "hex"];

    public override IReadOnlyList<CheckFailure> Check(PropertyMap inputs)
    {
        var check = new RandomInputs(inputs);
        check.RequireWhole("byteLength", 1, required: true);
        check.RequireText("prefix");
        check.RequireKeepers();
        return check.Failures;
    }

    public override PropertyMap Effective(PropertyMap inputs) => PropertyMap.Of(
        ("byteLength", inputs.Get("byteLength")), ("prefix", inputs.Get("prefix")), ("keepers", inputs.Get("keepers")));

    public override (string Id, PropertyMap Generated) Create(PropertyMap effective)
    {
        var inputs = new RandomInputs(effective);
        var bytes = RandomNumberGenerator.GetBytes(inputs.Whole("byteLength"));
        var prefix = inputs.Text("prefix") ?? "";
        var id = Base64Url.EncodeToString(bytes);
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        return (id, PropertyMap.Of(
            ("b64Std", prefix + Convert.ToBase64String(bytes)),
            ("b64Url", prefix + id),
            ("dec", prefix + number.ToString(CultureInfo.InvariantCulture)),
            ("hex", prefix + Convert.ToHexStringLower(bytes))));
    }
}
