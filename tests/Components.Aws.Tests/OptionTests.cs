using CarbonioInfra.Components.Aws.Tests.Planning;
using Pulumi.Aws.Ebs;
using Pulumi.Aws.Ec2;

namespace CarbonioInfra.Components.Aws.Tests;

/// <summary>What becomes of resources when something about them changes or they are no longer wanted.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_holds_data_and_what_the_site_is_known_by_is_protected(bool protect)
    {
        var options = await AwsPlan.OptionsAsync(AwsPlan.Settings with { Protect = protect, Bastion = true, NatPerZone = true });

        string[] guarded =
        [
            "carbonio-address-1", "carbonio-address-2", "carbonio-address-3", "carbonio-mail", "mbox1-data", "mbox2-data",
            "mta1-address", "mta2-address", "video1-address", "video2-address",
        ];
        Assert.Equal(protect ? guarded : [], options.Where(resource => resource.Protect == true));
    }

    [Fact]
    public async Task Nothing_stays_behind_when_a_stack_goes() =>
        Assert.Empty((await AwsPlan.OptionsAsync(AwsPlan.Settings)).Where(resource => resource.RetainOnDelete == true));

    [Fact]
    public async Task Another_wording_of_user_data_touches_no_machine_and_a_new_machine_comes_after_the_old_one()
    {
        var machines = (await AwsPlan.OptionsAsync(AwsPlan.Settings with { Bastion = true })).Of<Instance>();

        Assert.Equal(14, machines.Count);
        Assert.All(machines.Values, machine => Assert.Equal(("userData", true), (string.Join(' ', machine.IgnoreChanges), machine.DeleteBeforeReplace)));
    }

    [Fact]
    public async Task What_one_machine_alone_can_have_leaves_the_old_one_first()
    {
        var options = await AwsPlan.OptionsAsync(AwsPlan.Settings);

        Assert.Equal(2, options.Of<VolumeAttachment>().Count);
        Assert.All(options.Of<VolumeAttachment>().Values, attachment => Assert.True(attachment.DeleteBeforeReplace));
        Assert.Equal(4, options.Of<EipAssociation>().Count);
        Assert.All(options.Of<EipAssociation>().Values, association => Assert.True(association.DeleteBeforeReplace));
        Assert.All(options.Of<Volume>().Values, volume => Assert.Empty(volume.IgnoreChanges));
    }

    [Fact]
    public async Task The_first_contact_alone_ignores_another_script()
    {
        var options = (await AwsPlan.OptionsAsync(AwsPlan.Settings)).Of<Pulumi.Command.Remote.Command>();

        Assert.Equal(13, options.Count(step => step.Key.EndsWith("-host-key", StringComparison.Ordinal)));
        Assert.All(options, step => Assert.Equal(step.Key.EndsWith("-host-key", StringComparison.Ordinal), step.Value.IgnoreChanges.Contains("create")));
    }
}
