"""Frequent first names: a mailbox that bears one is a person's."""

FIRST_NAMES = frozenset(
    """
    adele adrien agathe agnes alain alan albert alex alexandra alexandre alexis alice alicia aline alix amandine
    amelie anais andre andrea angelique anna anne annick annie anthony antoine antonin armel arnaud arthur aude
    audrey aurelie aurelien axel baptiste barbara bastien beatrice benjamin benoit bernadette bernard bertrand boris
    brice brieuc brigitte bruno camille carine carole caroline catherine cecile cedric celine chantal charles
    charlotte chloe christelle christian christine christophe claire clara claude claudine clement clementine
    colette coralie corentin corinne cyril daniel daniele danielle david delphine denis denise didier dimitri
    dominique dorothee edith edouard eliane elisabeth elise elodie emile emilie emma emmanuel emmanuelle enora eric
    erwan estelle etienne eugenie eva evelyne fabien fabienne fabrice fanny fatima felix ferdinand fernand flavie
    florence florent florian francis franck francois francoise frederic frederique gabriel gael gaelle gaetan
    genevieve georges gerald gerard germain ghislaine gilbert gilles gregory guenola guillaume gurvan gwenael
    gwenaelle gwendal gwenola helene henri herve hubert hugo ines irene isabelle jacqueline jacques jean jeanne
    jeremie jeremy jerome joel joelle jonathan joseph josette josiane judith jules julia julie julien juliette
    justine karim karine katell kevin laetitia laura laure laurence laurent lea leo leon liliane linda lionel lise
    loic louis louise lucas lucie ludovic lydia lydie madeleine maelle magali maiwenn malo manon manuel marc marcel
    marguerite marianne marie marine marion marjorie martin martine mathieu mathilde matthieu maud maurice maxime
    mehdi melanie melissa michel michele michelle mickael mikael mireille mohamed monique morgan morgane muriel
    murielle myriam nadege nadia nadine natacha nathalie nicolas nicole noel noelle nolwenn norbert odile olivier
    pascal pascale patrice patricia patrick paul paule pauline perrine philippe pierre pierrick quentin rachel
    raphael raymond regis remi remy renaud rene renee richard robert robin rodolphe roger roland romain ronan rozenn
    sabine sabrina samuel sandra sandrine sara sarah sebastien serge severine simon simone soizic solene sonia
    sophie stephane stephanie steven suzanne sylvain sylvie tanguy tatiana thierry thomas tiphaine titouan valentin
    valerie vanessa veronique victor victoria vincent virginie viviane xavier yann yannick yoann yohan yolande
    youenn yves yvette yvon yvonne
    """.split()
)
