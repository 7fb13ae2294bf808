using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Random;

/// <summary>Reads and validates inputs of random resources. Unknown values pass validation.</summary>
internal sealed class RandomInputs(PropertyMap inputs)
{
    private readonly PropertyMap _inputs = inputs.Reveal();

    public List<CheckFailure> Failures { get; } = [];

    /// <summary>Whether the property is absent or has its final value.</summary>
    public bool IsKnown(string name) => !_inputs.Get(name).HoldsUnknown();

    public void RequireWhole(string name, int least, bool required = false)
    {
        switch (_inputs.Get(name))
        {
            case PropertyValue.Unknown:
            case PropertyValue.Null when !required:
            case PropertyValue.Number { Value: var number } when number >= least && number <= int.MaxValue && Math.Truncate(number).Equals(number):
                break;
            case PropertyValue.Null:
                Fail(name, "is required");
                break;
            case PropertyValue.Number { Value: var number }:
                Fail(name, string.Create(null, $"must be a whole number of at least {least}, found {number}"));
                break;
            default:
                Fail(name, "must be a number");
                break;
        }
    }

    public void RequireFlag(string name)
    {
        if (_inputs.Get(name) is not (PropertyValue.Null or PropertyValue.Bool or PropertyValue.Unknown))
            Fail(name, "must be true or false");
    }

    public void RequireText(string name)
    {
        if (_inputs.Get(name) is not (PropertyValue.Null or PropertyValue.Text or PropertyValue.Unknown))
            Fail(name, "must be a string");
    }

    public void RequireKeepers()
    {
        if (_inputs.Get("keepers") is not (PropertyValue.Null or PropertyValue.Map or PropertyValue.Unknown))
            Fail("keepers", "must be an object of strings");
    }

    public void Fail(string name, string reason) => Failures.Add(new(name, reason));

    public int Whole(string name) => _inputs.Get(name) is PropertyValue.Number number ? (int)number.Value : 0;

    public bool? Flag(string name) => _inputs.Get(name) is PropertyValue.Bool flag ? flag.Value : null;

    public string? Text(string name) => _inputs.TextOf(name);
}
