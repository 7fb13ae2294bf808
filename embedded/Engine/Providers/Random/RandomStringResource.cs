using System.Security.Cryptography;
using System.Text;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Random;

/// <summary><c>RandomString</c> and <c>RandomPassword</c>, which differ in what is secret and in the hash.</summary>
internal sealed class RandomStringResource(bool isPassword) : RandomResource
{
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Numeric = "0123456789";
    private const string Special = "!@#$%&*()-_=+[]{}<>:?";
    private const int BcryptCost = 10;
    private const int BcryptInputLimit = 72; // bytes; the algorithm ignores what follows

    private static readonly string[] Flags = ["lower", "upper", "numeric", "special"];
    private static readonly string[] Minimums = ["minLower", "minUpper", "minNumeric", "minSpecial"];

    public override IReadOnlyList<string> Generated => isPassword ? ["result", "bcryptHash"] : ["result"];

    public override IReadOnlyList<CheckFailure> Check(PropertyMap inputs)
    {
        var check = new RandomInputs(inputs);
        check.RequireWhole("length", 1, required: true);
        foreach (var minimum in Minimums)
            check.RequireWhole(minimum, 0);
        foreach (var flag in Flags.Append("number"))
            check.RequireFlag(flag);
        check.RequireText("overrideSpecial");
        check.RequireKeepers();
        if (check.Failures.Count > 0)
            return check.Failures;

        if (check.Text("overrideSpecial") is { } characters && characters.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            check.Fail("overrideSpecial", "must consist of printable ASCII characters");
        if (check.Flag("number") is { } number && check.Flag("numeric") is { } numeric && number != numeric)
            check.Fail("numeric", "must agree with number, its deprecated name");
        if (Flags.All(flag => check.IsKnown(flag)) && check.IsKnown("number")
            && Flags.All(flag => Effective(inputs.Reveal()).Get(flag) is PropertyValue.Bool { Value: false }))
        {
            check.Fail("", "at least one of lower, upper, numeric and special must be true");
        }

        var sum = Minimums.Sum(minimum => (long)check.Whole(minimum));
        if (check.IsKnown("length") && check.Whole("length") < sum)
        {
            check.Fail("length", string.Create(null,
                $"must be at least the sum of minLower, minUpper, minNumeric and minSpecial ({sum}), found {check.Whole("length")}"));
        }

        return check.Failures;
    }

    public override PropertyMap Effective(PropertyMap inputs)
    {
        var effective = PropertyMap.Of(("length", inputs.Get("length")), ("keepers", inputs.Get("keepers")));
        foreach (var minimum in Minimums)
            effective = effective.With(minimum, inputs.ContainsKey(minimum) ? inputs.Get(minimum) : 0);
        foreach (var flag in Flags)
            effective = effective.With(flag, inputs.ContainsKey(flag) ? inputs.Get(flag) : true);
        if (!inputs.ContainsKey("numeric") && inputs.ContainsKey("number"))
            effective = effective.With("numeric", inputs.Get("number"));
        return effective
            .With("number", effective.Get("numeric"))
            .With("overrideSpecial", inputs.TextOf("overrideSpecial") is "" ? PropertyValue.Null.Instance : inputs.Get("overrideSpecial"));
    }

    public override (string Id, PropertyMap Generated) Create(PropertyMap effective)
    {
        var text = Generate(new RandomInputs(effective));
        if (!isPassword)
            return (text, PropertyMap.Of(("result", text)));
        var hash = BCrypt.Net.BCrypt.HashPassword(text[..Math.Min(text.Length, BcryptInputLimit)], BcryptCost);
        return ("none", PropertyMap.Of(
            ("result", new PropertyValue.Secret(text)),
            ("bcryptHash", new PropertyValue.Secret(hash))));
    }

    private static string Generate(RandomInputs inputs)
    {
        var special = inputs.Text("overrideSpecial") ?? Special;
        string[] classes = [Lower, Upper, Numeric, special];
        var characters = new StringBuilder();
        // A minimum counts even for a class that is otherwise switched off.
        foreach (var (@class, minimum) in classes.Zip(Minimums))
            characters.Append(RandomNumberGenerator.GetString(@class, inputs.Whole(minimum)));
        var all = string.Concat(classes.Zip(Flags).Where(pair => inputs.Flag(pair.Second) == true).Select(pair => pair.First));
        characters.Append(RandomNumberGenerator.GetString(all, inputs.Whole("length") - characters.Length));

        var text = characters.ToString().ToCharArray();
        RandomNumberGenerator.Shuffle<char>(text);
        return new(text);
    }
}
