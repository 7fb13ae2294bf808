namespace CarbonioInfra.Sdk.Tests.Compatibility;

/// <summary>
/// What compiles against Pulumi's own SDK compiles here, and, just as important, what it refuses is refused here: a program
/// that builds with this SDK must build with the other one too.
/// </summary>
public sealed class SourceCompatibilityTests
{
    [Theory]
    [InlineData("_ = new Lists { Triggers = new object[] { \"a\", output } };")]
    [InlineData("_ = new Lists { Triggers = new List<object> { \"a\", output } };")]
    [InlineData("_ = new Lists { Texts = [\"a\", output, input] };")]
    [InlineData("_ = new Lists { Texts = { \"a\", output } };")]
    [InlineData("_ = new Lists { Map = { { \"k\", \"v\" }, { \"o\", output } } };")]
    [InlineData("_ = new Lists { Map = { [\"k\"] = \"v\", [\"o\"] = output } };")]
    [InlineData("_ = new CustomResourceOptions { DependsOn = { a, b } };")]
    [InlineData("_ = new CustomResourceOptions { DependsOn = [a, b] };")]
    [InlineData("_ = new CustomResourceOptions { DependsOn = a };")]
    [InlineData("_ = new CustomResourceOptions { DependsOn = new[] { a, b } };")]
    [InlineData("_ = new CustomResourceOptions { DependsOn = new List<Resource> { a, b } };")]
    [InlineData("_ = new CustomResourceOptions { Aliases = { new Alias { Name = \"x\" } } };")]
    [InlineData("Input<double> d = 1;")]
    [InlineData("Input<AssetOrArchive> asset = new FileAsset(\"x\");")]
    [InlineData("Input<object> any = 5;")]
    [InlineData("InputUnion<int, string> union = 1;")]
    [InlineData("InputJson json = \"{}\";")]
    [InlineData("Output.Tuple<string, string>(output, \"literal\");")]
    [InlineData("Output.All<string>(output, input, \"x\");")]
    [InlineData("Output<Task> task = input.Apply(async text => { await Task.Delay(1); });")]
    [InlineData("Output<ValueTuple> unit = output.Apply(async text => { await Task.Delay(1); });")]
    [InlineData("Output.Create((string?)null);")]
    [InlineData("Deployment.RunAsync(async () => { await Task.Yield(); return new Dictionary<string, object?>(); });")]
    [InlineData("Deployment.RunAsync(() => { });")]
    [InlineData("Deployment.RunAsync((Action)(() => { throw new Exception(); }));")]
    [InlineData("OutputUtilities.GetValueAsync(output);")]
    [InlineData("InputList<string> list = sequence.ToList();")]
    [InlineData("InputList<string> list = sequence.ToArray();")]
    [InlineData("InputMap<string> map = new Dictionary<string, string>(dictionary);")]
    [InlineData("InputMap<string> map = dictionary.ToImmutableDictionary();")]
    [InlineData("Input<string> text = Output.Create(Task.FromResult(\"a\"));")]
    [InlineData("Input<string> text = output; Output<string> back = text;")]
    [InlineData("Output<object> any = output.Apply(text => (object)text);")]
    [InlineData("Output<MyResource> o = Output.Create(a); Input<Resource> i = o.Apply(resource => (Resource)resource);")]
    [InlineData("Input<AssetOrArchive> asset = Output.Create(new StringAsset(\"x\")).Apply(text => (AssetOrArchive)text);")]
    [InlineData("Output.Tuple(output, input.ToOutput());")]
    [InlineData("Deployment.TestAsync(mocks, options, (Action)(() => { throw new Exception(); }));")]
    [InlineData("_ = new Lists { Map = { { \"k\", \"v\" } } };")]
    public void What_compiles_with_the_official_sdk_compiles(string statement) =>
        Assert.Empty(ProgramText.ErrorsOfStatement(statement));

    [Theory]
    [InlineData("_ = new InputList<object> { \"a\" };", "CS0121")]
    [InlineData("_ = new Lists { Triggers = { \"a\" } };", "CS0121")]
    [InlineData("InputList<string> list = sequence;", "CS0029")]
    [InlineData("_ = new CustomResourceOptions { DependsOn = new List<MyResource> { a } };", "CS0029")]
    [InlineData("InputMap<string> map = dictionary;", "CS0029")]
    [InlineData("Input<double> d = number;", "CS0029")]
    [InlineData("Input<string> text = Task.FromResult(\"a\");", "CS0029")]
    [InlineData("Output<string> text = \"a\";", "CS0029")]
    [InlineData("Input<IEnumerable<string>> all = sequence;", "CS0266")]
    [InlineData("Output<object> any = output;", "CS0029")]
    [InlineData("Output<MyResource> o = Output.Create(a); Input<Resource> i = o;", "CS0029")]
    [InlineData("Input<AssetOrArchive> asset = Output.Create(new StringAsset(\"x\"));", "CS0029")]
    [InlineData("Output.Tuple(output, input);", "CS0411")]
    [InlineData("Output.Tuple(output, \"literal\");", "CS0411")]
    [InlineData("Output.Tuple<string, string>(output, input);", "CS0121")]
    [InlineData("Output.All(output, input);", "CS0121")]
    [InlineData("output.Apply(text => { Console.WriteLine(text); });", "CS1643")]
    [InlineData("_ = new CustomResourceOptions { Aliases = { \"urn:pulumi:a::b::c::d\" } };", "CS1503")]
    [InlineData("Deployment.RunAsync(() => { throw new Exception(); });", "CS0121")]
    [InlineData("Deployment.TestAsync(mocks, options, () => { throw new Exception(); });", "CS0121")]
    [InlineData("_ = new Lists { Map = { { \"k\", \"v\" }, [\"z\"] = \"y\" } };", "CS0747")]
    [InlineData("Output.Create<string?>(null);", "CS0121")]
    [InlineData("var o = new Output<string>();", "CS1729")]
    [InlineData("foreach (var text in new InputList<string>()) { string s = text; }", "CS0266")]
    public void What_the_official_sdk_refuses_is_refused(string statement, string error) =>
        Assert.Contains(error, ProgramText.ErrorsOfStatement(statement));

    [Theory]
    [InlineData("class R : CustomResource { public R() : base(\"a:b:C\", \"n\", new MyArgs()) { } }")]
    [InlineData("class P : ProviderResource { public P() : base(\"pkg\", \"n\", new MyArgs()) { } }")]
    public void Base_constructors_need_options(string declaration) => Assert.Equal(["CS0121"], ProgramText.ErrorsOf(declaration));

    [Fact]
    public void A_nullable_output_as_one_of_what_is_not_null_is_a_warning_only()
    {
        const string statement = "Output<string?> nullable = Output.Create((string?)null); Output<string> text = nullable;";

        Assert.Empty(ProgramText.ErrorsOfStatement(statement));
        Assert.Contains("CS8619", ProgramText.WarningsOfStatement(statement));
    }

    [Theory]
    [InlineData("class R : CustomResource { public R() : base(\"a:b:C\", \"n\", new MyArgs(), null) { } }")]
    [InlineData("class P : ProviderResource { public P() : base(\"pkg\", \"n\", new MyArgs(), null) { } }")]
    [InlineData("class C : ComponentResource { public C() : base(\"a:b:C\", \"n\") { } }")]
    public void Base_constructors_with_what_they_need_compile(string declaration) => Assert.Empty(ProgramText.ErrorsOf(declaration));
}
